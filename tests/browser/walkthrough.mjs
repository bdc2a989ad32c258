// From nothing to a published report, as docs/walkthrough.md tells it. What is
// filled in is what an example has, so the files at the end are the example's.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { audit, example, inFolder, preview, run, shot, step } from "./stage.mjs";

const model = example("tancheng-2023");

await inFolder(async (folder) => {
  const made = run(folder, "new", "--agency", "郯城县行政审批服务局", "--year", "2023", "--kind", "county_department");
  assert.equal(made.status, 0, made.stderr);
  assert.deepEqual(readdirSync(folder).sort(), ["2021.schema.json", "data.toml"]);
  assert.equal(run(folder, "check", "data.toml").status, 1);
  step("写出数据文件，还没有填");

  let wanted;
  await preview(model, async ({ page }) => {
    wanted = await page.evaluate(async () => (await (await fetch("/state.json")).json()).values);
  });
  await preview(folder, (stage) => fill(wanted, stage));

  const checked = run(folder, "check", "data.toml");
  assert.equal(checked.status, 0, checked.stdout);
  assert.match(checked.stdout, /已填 200\/200 格，错误 0，警告 0/);
  step("核对：没有错误");
  for (const [where, out] of [[folder, "公开"], [model, join(folder, "样子")]]) {
    const built = run(where, "build", "data.toml", "--out", out);
    assert.equal(built.status, 0, built.stderr);
  }
  const files = readdirSync(join(folder, "公开"));
  assert.deepEqual(files.map((name) => name.split(".").pop()).sort(), ["docx", "html", "pdf"]);
  for (const name of files) {
    assert.ok(readFileSync(join(folder, "公开", name)).equals(readFileSync(join(folder, "样子", name))), name);
  }
  step("生成三个文件，与样子逐字节相同");
});

/** Fills in the form: facts and texts one by one, each table by one paste. */
async function fill(wanted, { page, field, status }) {
  assert.match(await page.locator("#panel").textContent(), /已填\s*0\/200/);
  assert.equal(await page.locator("#tab-form").getAttribute("aria-selected"), "true");
  await audit(page, "还没有填");
  await shot(page, "preview-blank");
  const typed = (name) => wanted[name]?.typed ?? "";
  for (const table of await page.locator("table").all()) {
    const names = await table.evaluate((table) =>
      [...table.rows].map((row) => [...row.querySelectorAll("input")].map((input) => input.name)),
    );
    const rows = names.filter((row) => row.length);
    const block = rows.map((row) => row.map(typed).join("\t")).join("\n");
    await field(rows[0][0]).focus();
    await page.evaluate((text) => navigator.clipboard.writeText(text), block);
    await page.keyboard.press("Control+V");
  }
  for (const input of await page.locator("form :is(select, textarea, .field input)").all()) {
    const name = await input.getAttribute("name");
    if (!typed(name)) continue;
    const list = await input.evaluate((input) => input.tagName === "SELECT");
    await (list ? input.selectOption(typed(name)) : input.fill(typed(name)));
  }
  await page.locator("#save").click();
  await status("已保存");
  assert.match(await page.locator("#panel").textContent(), /已填\s*200\/200/);
  assert.equal(await page.locator(".findings li.error").count(), 0);
  step("填好并保存：没有错误");
}
