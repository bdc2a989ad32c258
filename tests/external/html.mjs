// Every page in light and dark, on a desk, on a phone, at 200 % zoom: no
// violation of axe-core, no scrolling sideways, no request but the file itself.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { chromium } = require(require.resolve("playwright-core", { paths: [process.env.NODE_PATH] }));
const axe = require.resolve("axe-core/axe.min.js", { paths: [process.env.NODE_PATH] });

const views = [
  { name: "桌面", viewport: { width: 1280, height: 900 }, whole: true },
  { name: "桌面，放大到 200%", viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 },
  { name: "手机", viewport: { width: 320, height: 640 } },
];

let faults = 0;
const fault = (...words) => {
  faults += 1;
  console.error(...words);
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
for (const file of process.argv.slice(2)) {
  const url = pathToFileURL(resolve(file)).href;
  for (const { name, whole, ...view } of views) {
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ ...view, colorScheme });
      const page = await context.newPage();
      const where = `${file}（${name}，${colorScheme}）`;
      page.on("request", (request) => {
        if (request.url() !== url && !request.url().startsWith("data:")) fault(where, "请求", request.url());
      });
      await page.goto(url);
      const [wanted, given] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      if (wanted > given) fault(where, `页面宽 ${wanted}，屏幕宽 ${given}`);
      // Where there is room, no table has to be scrolled.
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll(".scroll")].filter((box) => box.scrollWidth > box.clientWidth).length,
      );
      if (whole && cut > 0) fault(where, `${cut} 张表要左右滚动`);
      await page.addScriptTag({ path: axe });
      const { violations } = await page.evaluate(() => axe.run());
      for (const { id, help, nodes } of violations) {
        fault(where, id, help, nodes.map(({ html }) => html).slice(0, 3));
      }
      await context.close();
    }
  }
}
await browser.close();
if (faults > 0) process.exit(1);
console.log(`axe-core：${process.argv.length - 2} 个文件，${views.length * 2} 种屏幕，没有问题`);
