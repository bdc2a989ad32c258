// A clerk's way through the preview: look, change, paste, save, edit elsewhere,
// break the file, with the mouse and without it.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { audit, example, inFolder, preview, shot, step } from "./stage.mjs";

const start = join(example("tancheng-2023"), "data.toml");
const changedLines = (before, after) => {
  const [old, now] = [before.split("\n"), after.split("\n")];
  assert.equal(old.length, now.length);
  return old.flatMap((line, at) => (line === now[at] ? [] : [at + 1]));
};

await inFolder(async (folder) => {
  const data = join(folder, "data.toml");
  copyFileSync(start, data);
  // Nothing counts as changed for how it is written.
  const odd = readFileSync(start, "utf8").replace('unit = "', 'hours = "９时 \\r\\n至17时"\nunit = " ');
  writeFileSync(data, odd);
  await preview(folder, async ({ page }) => assert.equal(await page.locator("#status").textContent(), ""));
  copyFileSync(start, data);
  await preview(folder, (stage) => scene(data, stage));
});

async function scene(data, { address, browser, page, report, field, status }) {
  const read = () => readFileSync(data, "utf8");
  assert.match(await page.locator("#panel").textContent(), /已填\s*200\/200/);
  await shot(page, "preview-page");
  step("网页打开，没有错误");

  await page.locator("#tab-form").click();
  await field("requests.new.enterprise").fill("4");
  await page.waitForFunction(() => document.getElementById("field-requests.new.total").value === "20");
  await page.locator(".findings li.error").first().waitFor();
  assert.match(await page.locator("#panel").textContent(), /第 \d+ 行第 \d+ 列/);
  assert.equal(read(), readFileSync(start, "utf8"));
  await report.locator("[id='requests.new.total']", { hasText: "20" }).waitFor({ state: "attached" });
  await page.locator(".findings li.error a").first().click();
  const focused = await page.evaluate(() => document.activeElement.id);
  assert.match(focused, /^field-requests\./);
  assert.match(await page.locator("#here").textContent(), /错误/);
  await shot(page, "preview-finding");
  await audit(page, "填表，有错误");
  step("改一个数：总计和问题随之改变，问题指到格");

  await page.locator("#undo").click();
  assert.equal(await field("requests.new.enterprise").inputValue(), "0");
  await report.locator("[id='requests.new.total']", { hasText: "16" }).waitFor({ state: "attached" });

  // 25 × 6 figures as a spreadsheet copies them: blanks, full width, thousands.
  const rows = Array.from({ length: 25 }, (_, row) =>
    Array.from({ length: 6 }, (_, column) => (column === 0 && row === 0 ? " １６ " : "0")),
  );
  rows[2][0] = "4 ";
  rows[3][0] = "１２";
  rows[6][3] = "1,234";
  rows[9][5] = "";
  const block = rows.map((row) => row.join("\t")).join("\r\n") + "\r\n";
  await field("requests.new.person").focus();
  await page.evaluate((text) => navigator.clipboard.writeText(text), block);
  await page.keyboard.press("Control+V");
  await status("没有保存");
  assert.match(await page.locator("#here").textContent(), /已粘贴 144 格，自动计算的 6 格没有改/);
  assert.equal(await field("requests.refused.security_and_stability.welfare").inputValue(), "1234");
  assert.equal(await field("requests.refused.inquiry.other").inputValue(), "0");
  assert.equal(await field("requests.refused.deliberative.other").inputValue(), "");
  await page.keyboard.press("Control+Z");
  assert.equal(await field("requests.refused.security_and_stability.welfare").inputValue(), "0");
  await page.keyboard.press("Control+V");
  await field("requests.refused.deliberative.other").fill("0");
  const before = read();
  await page.keyboard.press("Control+S");
  await status("已保存");
  const lines = changedLines(before, read());
  const names = lines.map((line) => read().split("\n")[line - 1].split(" ")[0]);
  assert.deepEqual(names, ["security_and_stability"]);
  step(`粘贴 25 × 6 格并保存：只有第 ${lines} 行改变`);

  // The same file in an editor, the page left where it was.
  await page.locator("#tab-page").click();
  await report.locator("[id='requests.refused.security_and_stability.welfare']", { hasText: "1234" }).waitFor();
  await report.locator("h2").nth(3).scrollIntoViewIfNeeded();
  const scrolled = () => page.evaluate(() => document.querySelector('iframe[name="page"]').contentWindow.scrollY);
  const top = await scrolled();
  assert.ok(top > 500);
  const times = [];
  for (let number = 60001; number <= 60010; number += 1) {
    const start = performance.now();
    writeFileSync(data, read().replace(/licences = \d+/, `licences = ${number}`));
    await page.waitForFunction((number) => {
      const shown = document.querySelector('iframe[name="page"]').contentDocument;
      return shown.getElementById("licensing.licences.decisions")?.textContent === String(number);
    }, number);
    times.push(Math.round(performance.now() - start));
  }
  assert.equal(await scrolled(), top);
  times.sort((one, other) => one - other);
  step(`保存到网页更新：中位 ${times[5]} 毫秒，最慢 ${times.at(-1)} 毫秒，滚动位置不变`);

  // A finding marks its place in the page.
  const granted = (figure) => report.locator("[id='requests.granted.person']", { hasText: figure }).waitFor();
  writeFileSync(data, read().replace("granted        = [4,", "granted        = [5,"));
  await granted("5");
  await page.locator(".findings li.error a").first().click();
  assert.equal(await report.locator("[data-marked]").count(), 1);
  await page.waitForTimeout(100);
  await shot(page, "preview-mark");
  writeFileSync(data, read().replace("granted        = [5,", "granted        = [4,"));
  await granted("4");

  // Half typed.
  const good = read();
  const words = await report.locator("body").textContent();
  writeFileSync(data, good.replace("[requests]\n", "[requests\n"));
  await page.locator(".broken").waitFor();
  assert.equal(await report.locator("body").textContent(), words);
  await shot(page, "preview-broken");
  await audit(page, "文件没有写完");
  writeFileSync(data, good);
  await page.locator(".broken").waitFor({ state: "detached" });
  step("文件没有写完时，留住上一页并说明");

  // Facts: where the data file shows them as comments, or beside their like.
  await page.locator("#tab-form").click();
  await field("agency.contact.phone").fill("0539-6222222");
  await field("publication.sign").selectOption("true");
  await field("agency.short_names").fill("县行政审批服务局、县审批局");
  await field("narrative.requests").fill("本年度没有需要说明的情况。");
  const unsaved = read();
  await page.keyboard.press("Control+S");
  await status("已保存");
  const added = read().split("\n").filter((line) => !unsaved.split("\n").includes(line));
  assert.deepEqual(added, [
    'short_names = ["县行政审批服务局", "县审批局"]',
    'phone = "0539-6222222"',
    "sign         = true                             # 落款",
    'requests = """',
    "本年度没有需要说明的情况。",
  ]);
  await report.getByText("本年度没有需要说明的情况。").waitFor({ state: "attached" });
  await report.getByText("0539-6222222").first().waitFor({ state: "attached" });
  await shot(page, "preview-facts");
  await audit(page, "填表，机关");
  step("机关、联系方式和说明写进数据文件，别的行不变");

  // The PDF and the Word file are those of the page.
  const pdf = page.waitForResponse((response) => response.url().includes("/report.pdf"));
  await page.locator("#tab-pdf").click();
  assert.equal((await pdf).status(), 200);
  assert.equal((await pdf).headers()["content-type"], "application/pdf");
  await page.waitForTimeout(1000);
  await shot(page, "preview-pdf");
  const download = page.waitForEvent("download");
  await page.locator("a.download").click();
  assert.match((await download).suggestedFilename(), /^郯城县.*2023年.*年度报告\.docx$/);
  step("PDF 和 Word 就是网页上的年报");

  // What is mechanical is mended by a button.
  writeFileSync(data, read().replace("没有需要说明的情况。", "没有需要说明的情况 ,特此说明。"));
  await page.locator("button.fix").click();
  await status("已保存");
  assert.match(read(), /没有需要说明的情况，特此说明。/);
  await page.locator("button.fix").waitFor({ state: "detached" });
  step("机械的问题一按就改");

  // Changed here and there.
  const now = read();
  await page.locator("#tab-form").click();
  await field("disputes.review.upheld").fill("1");
  await field("enforcement.penalties.decisions").fill("7");
  writeFileSync(data, now.replace("penalties = 0", "penalties = 9").replace("coercion  = 0", "coercion  = 2"));
  await status("别处改过");
  await page.locator("#save").click();
  await page.locator("#conflict[open]").waitFor();
  assert.match(await page.locator("#both").textContent(), /行政处罚.*79/s);
  await shot(page, "preview-conflict");
  await audit(page, "询问");
  await page.locator('#conflict button[value="theirs"]').click();
  await status("已保存");
  assert.match(read(), /penalties = 9 .*\ncoercion  = 2 /);
  assert.match(read(), /review            = \[1, /);
  step("两边都改：询问，合并，一处不丢");

  // Without the mouse: from the start of the page to a saved figure.
  await page.reload();
  await page.waitForFunction(() => document.activeElement === document.body && document.querySelector("#status"));
  await page.locator("#panel").waitFor();
  await page.waitForTimeout(200);
  const at = () => page.evaluate(() => document.activeElement.id);
  for (let presses = 0; (await at()) !== "tab-form"; presses += 1) {
    assert.ok(presses < 5, await at());
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("ArrowRight");
  assert.equal(await at(), "tab-page");
  await page.keyboard.press("ArrowLeft");
  const on = (name) => page.evaluate((name) => document.activeElement.getAttribute("aria-label") === name, name);
  for (let presses = 0; !(await on("二、主动公开政府信息情况")); presses += 1) {
    assert.ok(presses < 8, await at());
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.equal(await at(), "field-documents.rules.issued");
  await page.keyboard.press("ArrowDown");
  assert.equal(await at(), "field-documents.normative.issued");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assert.equal(await at(), "field-documents.normative.in_force");
  await page.keyboard.type("3");
  await page.keyboard.press("Enter");
  assert.equal(await at(), "field-licensing.licences.decisions");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.press("Control+S");
  await status("已保存");
  assert.match(read(), /normative = \[0, {11}0, {11}3\]/);
  step("只用键盘：移动、填写、保存");

  await page.emulateMedia({ colorScheme: "dark" });
  await audit(page, "填表，深色");
  await shot(page, "preview-dark");
  await page.setViewportSize({ width: 360, height: 700 });
  await audit(page, "填表，手机");
  const [wanted, given] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok(wanted <= given, `${wanted} > ${given}`);

  // Without a script.
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const still = await plain.newPage();
  await still.goto(address);
  assert.match(await still.locator("#panel").textContent(), /已填/);
  assert.match(await still.frameLocator('iframe[name="page"]').locator("h1").textContent(), /年度报告/);
  step("没有脚本也能看；没有对外的请求");
}
