//! The preview as a child process, spoken to in plain HTTP.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cli::local::FORM;

const EXAMPLE: &str = include_str!("../../examples/tancheng-2023/data.toml");

struct Preview {
    child: Child,
    port: u16,
    folder: TempDir,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl Preview {
    fn start(text: &str) -> Self {
        Self::start_with(text, &[])
    }

    fn start_with(text: &str, more: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("data.toml"), text).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(["preview", "data.toml", "--port", "0"])
            .args(more)
            .current_dir(folder.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        stderr.read_line(&mut line).unwrap();
        std::thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
        let address = line.trim().strip_prefix("预览：http://127.0.0.1:").unwrap();
        let port = address.trim_end_matches('/').parse().unwrap();
        Self { child, port, folder }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data.toml")
    }

    fn ask(&self, request: &str, head: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let length = body.len();
        let head = format!(
            "{request} HTTP/1.1\r\n{head}Content-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        // A server that refuses a body may close while it is still being sent.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer");
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_lowercase(), body: bytes[end + 4..].to_vec() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), &format!("Host: 127.0.0.1:{}\r\n", self.port), b"")
    }

    fn token(&self) -> String {
        let shell = self.get("/").text();
        let at = shell.split("name=\"gongkai-token\" content=\"").nth(1).unwrap();
        at.split('"').next().unwrap().to_owned()
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        let head =
            format!("Host: localhost:{}\r\nX-Gongkai-Token: {}\r\n", self.port, self.token());
        self.ask(&format!("POST {path}"), &head, body.to_string().as_bytes())
    }

    fn state(&self) -> Value {
        self.get("/state.json").json()
    }

    /// Waits until the state is as it should be.
    fn until(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let state = self.state();
            if wanted(&state) {
                return state;
            }
            assert!(start.elapsed() < Duration::from_secs(10), "{}", state["broken"]);
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn resident_kb(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }
}

#[test]
fn everything_is_served_to_this_machine_and_nothing_loads_from_elsewhere() {
    let preview = Preview::start(EXAMPLE);
    let shell = preview.get("/");
    assert_eq!(shell.status, 200);
    assert!(shell.head.contains("content-security-policy: default-src 'none'; script-src 'self'"));
    assert!(!shell.text().contains("http://") && !shell.text().contains("https://"));
    // Without a script, too, there is the page and there are the findings.
    assert!(shell.text().contains("已填 <strong>200/200</strong>"), "{}", shell.text());
    assert!(shell.text().contains("src=\"/page\""));
    let page = preview.get("/page");
    assert!(page.text().contains("id=\"requests.new.person\""));
    assert!(page.head.contains("default-src 'none'; style-src 'unsafe-inline'"));
    assert!(preview.get("/report.pdf").body.starts_with(b"%PDF-"));
    assert!(preview.get("/report.docx").body.starts_with(b"PK"));
    let state = preview.state();
    assert_eq!((&state["filled"], &state["cells"]), (&json!(200), &json!(200)));
    assert_eq!(state["overview"]["limit"], 1000);
    assert_eq!(state["values"]["requests.new.total"]["shown"], "16");
    assert_eq!(state["values"]["requests.new.total"]["computed"], true);
}

#[cfg(target_os = "linux")]
#[test]
fn it_listens_on_loopback_only() {
    let preview = Preview::start(EXAMPLE);
    let port = format!(":{:04X}", preview.port);
    let listening = |table: &str| {
        let table = std::fs::read_to_string(table).unwrap_or_default();
        let local = |line: &str| line.split_whitespace().nth(1).map(str::to_owned);
        let state = |line: &&str| line.split_whitespace().nth(3) == Some("0A");
        let locals = table.lines().filter(state).filter_map(local);
        locals.filter(|local| local.ends_with(&port)).collect::<Vec<_>>()
    };
    assert_eq!(listening("/proc/net/tcp"), [format!("0100007F{port}")]);
    assert!(listening("/proc/net/tcp6").is_empty());
}

#[test]
fn strangers_are_refused() {
    let preview = Preview::start(EXAMPLE);
    let port = preview.port;
    for host in [
        String::new(),
        "Host: evil.example\r\n".to_owned(),
        format!("Host: evil.example:{port}\r\n"),
        format!("Host: 127.0.0.1.evil.example:{port}\r\n"),
        format!("Host: 127.0.0.1:{}\r\n", port ^ 1),
        "Host: localhost\r\n".to_owned(),
        format!("Host: localhost:{port}\r\nHost: evil.example\r\n"),
    ] {
        for path in ["/", "/page", "/state.json", "/events", "/report.pdf", "/nothing"] {
            let answer = preview.ask(&format!("GET {path}"), &host, b"");
            assert!([400, 403].contains(&answer.status), "{host} {path}: {}", answer.status);
            assert!(!answer.text().contains("郯城"));
        }
    }
    let body =
        json!({ "version": preview.state()["version"], "values": { "requests.new.person": "1" } });
    let (body, own) = (body.to_string(), format!("Host: localhost:{port}\r\n"));
    let token = format!("X-Gongkai-Token: {}\r\n", preview.token());
    let wrong = format!("{own}X-Gongkai-Token: {}\r\n", "0".repeat(32));
    let foreign = format!("{own}{token}Origin: http://evil.example\r\n");
    for path in ["/save", "/draft", "/fix"] {
        for head in [&own, &wrong, &foreign] {
            let answer = preview.ask(&format!("POST {path}"), head, body.as_bytes());
            assert_eq!(answer.status, 403, "{head}");
        }
        let answer = preview.get(path);
        assert_eq!(answer.status, 405);
    }
    assert_eq!(std::fs::read_to_string(preview.data()).unwrap(), EXAMPLE);
}

#[test]
fn no_address_names_a_file() {
    let preview = Preview::start(EXAMPLE);
    for path in [
        "/data.toml",
        "/../data.toml",
        "/..%2fdata.toml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/page/../../etc/passwd",
        "//etc/passwd",
        "/page/",
        "/preview.js/..",
        "/.%00./etc/passwd",
    ] {
        let answer = preview.get(path);
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.text().contains("year = ") && !answer.text().contains("root:"));
    }
}

#[test]
fn a_body_of_50_megabytes_is_refused_unread() {
    let preview = Preview::start(EXAMPLE);
    preview.get("/");
    let before = preview.resident_kb();
    let head =
        format!("Host: localhost:{}\r\nX-Gongkai-Token: {}\r\n", preview.port, preview.token());
    let answer = preview.ask("POST /save", &head, &vec![b' '; 50 << 20]);
    assert_eq!(answer.status, 413);
    assert!(preview.resident_kb() < before + 16_000, "{before} → {} kB", preview.resident_kb());
    assert_eq!(preview.post("/save", &json!({ "values": 1 })).status, 400);
    assert_eq!(preview.post("/save", &json!([])).status, 400);
}

#[test]
fn ten_clients_at_once_all_get_the_same() {
    let preview = Preview::start(EXAMPLE);
    let (page, pdf) = (preview.get("/page").body, preview.get("/report.pdf").body);
    std::thread::scope(|scope| {
        for _ in 0..10 {
            scope.spawn(|| {
                for _ in 0..5 {
                    assert_eq!(preview.get("/page").body, page);
                    assert_eq!(preview.get("/report.pdf").body, pdf);
                    assert_eq!(preview.get("/state.json").status, 200);
                }
            });
        }
    });
}

#[test]
fn a_half_typed_file_keeps_the_last_good_page() {
    let preview = Preview::start(EXAMPLE);
    let good = preview.get("/page").body;
    let half = EXAMPLE.replace("penalties = 0", "penalties = [0,").replace("42975", "42976");
    std::fs::write(preview.data(), &half).unwrap();
    let state = preview.until(|state| !state["broken"].is_null());
    assert!(state["panel"].as_str().unwrap().contains("数据文件还没有写完"));
    let findings = state["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 2, "the slip and the length of part one");
    let syntax = findings.iter().find(|finding| finding["rule"] == "FILE-SYNTAX").unwrap();
    assert_eq!((&syntax["line"], &syntax["column"]), (&json!(82), &json!(16)));
    assert_eq!(preview.get("/page").body, good);
    std::fs::write(preview.data(), EXAMPLE.replace("42975", "42976")).unwrap();
    preview.until(|state| state["broken"].is_null());
    assert!(preview.get("/page").text().contains("42976"));
}

#[test]
fn a_deleted_file_comes_back() {
    let preview = Preview::start(EXAMPLE);
    let good = preview.get("/page").body;
    std::fs::remove_file(preview.data()).unwrap();
    let state = preview.until(|state| !state["broken"].is_null());
    assert!(state["broken"].as_str().unwrap().contains("没有这个文件"), "{}", state["broken"]);
    assert_eq!(preview.get("/page").body, good);
    std::fs::write(preview.data(), EXAMPLE).unwrap();
    preview.until(|state| state["broken"].is_null());
}

#[test]
fn every_file_that_was_read_or_missed_is_watched() {
    let text = EXAMPLE
        .replace("problems = \"\"\"", "problems = { file = \"problems.md\" }\nspare = \"\"\"");
    let text = text.replace("spare = ", "disputes = ");
    let preview = Preview::start(&text);
    assert!(preview.state()["findings"].to_string().contains("problems.md"));
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(preview.folder.path().join(name), bytes).unwrap();
    };
    write("problems.md", "存在一个问题。\n\n![图](chart.png)\n".as_bytes());
    preview.until(|state| state["findings"].to_string().contains("chart.png"));
    assert!(preview.get("/page").text().contains("存在一个问题。"));
    write("chart.png", include_bytes!("../pictures/pixel.png"));
    preview.until(|state| !state["findings"].to_string().contains("chart.png"));
    assert!(preview.get("/page").text().contains("data:image/png"));
}

#[test]
fn templates_are_watched_and_a_broken_one_is_named() {
    let preview = Preview::start_with(EXAMPLE, &["--templates", "."]);
    let write = |name: &str, text: &str| {
        std::fs::write(preview.folder.path().join(name), text).unwrap();
    };
    let standard = include_str!("../../templates/report.md.jinja");
    write("report.md.jinja", &standard.replace("编制本报告。", "编写这份报告。"));
    let start = Instant::now();
    while !preview.get("/page").text().contains("编写这份报告。") {
        assert!(start.elapsed() < Duration::from_secs(10));
    }
    let good = preview.get("/page").body;
    write("report.md.jinja", "{{ nothing }}");
    let state = preview.until(|state| !state["broken"].is_null());
    assert!(
        state["broken"].as_str().unwrap().contains("report.md.jinja 第 1 行"),
        "{}",
        state["broken"]
    );
    write("report.md.jinja", standard);
    preview.until(|state| state["broken"].is_null());
    write("theme.toml", "measure = ");
    let state = preview.until(|state| !state["broken"].is_null());
    assert!(preview.get("/page").body != good, "{}", state["broken"]);
    std::fs::remove_file(preview.folder.path().join("theme.toml")).unwrap();
    preview.until(|state| state["broken"].is_null());
}

#[test]
fn changes_on_disk_are_shown_one_after_another() {
    let preview = Preview::start(EXAMPLE);
    for number in 50_000..50_010 {
        let start = Instant::now();
        std::fs::write(preview.data(), EXAMPLE.replace("42975", &number.to_string())).unwrap();
        while !preview.get("/page").text().contains(&number.to_string()) {
            assert!(start.elapsed() < Duration::from_secs(10), "{number} is not shown");
        }
    }
}

#[test]
fn a_draft_is_computed_and_not_written() {
    let preview = Preview::start(EXAMPLE);
    let version = preview.state()["version"].clone();
    let request = json!({ "version": version, "values": { "requests.new.enterprise": "4" } });
    let answer = preview.post("/draft", &request);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let state = answer.json();
    assert_eq!(state["values"]["requests.new.total"]["shown"], "20");
    assert!(state["page"].as_str().unwrap().contains(">20</td>"));
    let findings = state["findings"].as_array().unwrap();
    assert!(findings.iter().any(|finding| finding["rule"] == "T3-COL-BALANCE"));
    assert!(state["errors"].as_u64().unwrap() > 0);
    assert_eq!(std::fs::read_to_string(preview.data()).unwrap(), EXAMPLE);
    assert_eq!(preview.state()["errors"], 0);
    let unknown = json!({ "version": version, "values": { "requests.new.nobody": "4" } });
    assert_eq!(preview.post("/draft", &unknown).status, 422);
}

#[test]
fn a_save_changes_its_rows_and_never_overwrites_an_edit() {
    let marked = format!("\u{feff}{}", EXAMPLE.replace('\n', "\r\n"));
    let preview = Preview::start(&marked);
    let version = preview.state()["version"].clone();
    let request =
        json!({ "version": version, "values": { "licensing.licences.decisions": "43000" } });
    assert_eq!(preview.post("/save", &request).status, 200);
    let expected = marked.replace("42975", "43000");
    assert_eq!(std::fs::read_to_string(preview.data()).unwrap(), expected);

    // Somebody edits the file in an editor.
    let edited = expected.replace("penalties = 0", "penalties = 3");
    std::fs::write(preview.data(), &edited).unwrap();
    let stale = preview.post("/save", &request);
    assert_eq!(stale.status, 409);
    assert_eq!(stale.json()["values"]["enforcement.penalties.decisions"]["typed"], "3");
    assert_eq!(std::fs::read_to_string(preview.data()).unwrap(), edited);
    let leftovers = std::fs::read_dir(preview.folder.path()).unwrap().count();
    assert_eq!(leftovers, 1);
}

#[test]
fn a_text_in_a_file_of_its_own_is_written_there() {
    let text = EXAMPLE
        .replace("problems = \"\"\"", "problems = { file = \"问题.md\" }\ndisputes = \"\"\"");
    let preview = Preview::start(&text);
    let file = preview.folder.path().join("问题.md");
    std::fs::write(&file, "\u{feff}一个问题。\r\n\r\n一项措施。\r\n").unwrap();
    let state = preview.until(|state| !state["values"]["narrative.problems"]["typed"].is_null());
    let shown = &state["values"]["narrative.problems"];
    assert_eq!(
        (&shown["file"], &shown["typed"]),
        (&json!("问题.md"), &json!("一个问题。\n\n一项措施。"))
    );
    let values =
        json!({ "narrative.problems": "两个问题。\n\n一项措施。", "agency.contact.fax": "1" });
    let request = json!({ "version": state["version"], "values": values });
    assert_eq!(preview.post("/draft", &request).status, 200);
    assert!(std::fs::read_to_string(&file).unwrap().contains("一个问题"));
    let saved = preview.post("/save", &request);
    assert_eq!(saved.status, 200, "{}", saved.text());
    let written = std::fs::read_to_string(&file).unwrap();
    assert_eq!(written, "\u{feff}两个问题。\r\n\r\n一项措施。\r\n");
    let data = std::fs::read_to_string(preview.data()).unwrap();
    assert_eq!(data.replace("\nfax  = \"1\"", ""), text);
    // Whoever changes that file meanwhile is asked about, too.
    std::fs::write(&file, "三个问题。\n").unwrap();
    let stale = json!({ "version": saved.json()["version"], "values": values });
    assert_eq!(preview.post("/save", &stale).status, 409);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "三个问题。\n");
}

#[test]
fn a_finding_names_the_field_it_is_about() {
    let text = EXAMPLE.replace("date = 2024-01-09", "date = \"明天\"");
    let text = text.replace("kind = \"county_department\"", "kind = \"局\"");
    let state = Preview::start(&text).state();
    let fields: Vec<_> =
        state["findings"].as_array().unwrap().iter().map(|f| &f["field"]).collect();
    for field in ["agency.kind", "publication.date", "narrative.overview"] {
        assert!(fields.contains(&&json!(field)), "{field}: {fields:?}");
    }
}

#[test]
fn mechanical_slips_are_mended_on_request() {
    let slips = EXAMPLE
        .replace("42975", "\"４2975\"")
        .replace("先审查、后公开。开通", "先审查,后公开。开通");
    let preview = Preview::start(&slips);
    let state = preview.state();
    assert_eq!(state["fixable"], 2, "{}", state["panel"]);
    let stale = preview.post("/fix", &json!({ "version": "0" }));
    assert_eq!(stale.status, 409);
    assert_eq!(std::fs::read_to_string(preview.data()).unwrap(), slips);
    let mended = preview.post("/fix", &json!({ "version": state["version"] }));
    assert_eq!((mended.status, &mended.json()["fixable"]), (200, &json!(0)));
    let expected = EXAMPLE.replace("先审查、后公开。开通", "先审查，后公开。开通");
    assert_eq!(std::fs::read_to_string(preview.data()).unwrap(), expected);
}

#[test]
fn an_emptied_file_keeps_the_page() {
    let preview = Preview::start(EXAMPLE);
    let good = preview.get("/page").body;
    std::fs::write(preview.data(), "").unwrap();
    preview.until(|state| !state["broken"].is_null());
    assert_eq!(preview.get("/page").body, good);
}

#[test]
fn a_port_in_use_is_named() {
    let preview = Preview::start(EXAMPLE);
    let output = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["preview", "data.toml", "--port", &preview.port.to_string()])
        .current_dir(preview.folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains(&format!("端口 {} 不能用", preview.port)), "{said}");
    assert!(Path::new(&preview.data()).exists());
}

#[test]
fn local_rules_are_obeyed_and_watched() {
    let text = EXAMPLE.replacen("year = 2023", "schemas = \"规则\"\nyear = 2023", 1);
    let preview = Preview::start(&text);
    let rules = |state: &Value| -> Vec<String> {
        let findings = state["findings"].as_array().unwrap().iter();
        findings.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
    };
    let state = preview.until(|state| rules(state).contains(&"LOCAL-FILE".to_owned()));
    assert_eq!(state["edition"], "2021");
    // The folder appears, and a rule in it changes, while the preview runs.
    let file = preview.folder.path().join("规则/ninghe.toml");
    std::fs::create_dir(file.parent().unwrap()).unwrap();
    std::fs::write(&file, FORM).unwrap();
    let state = preview.until(|state| rules(state).contains(&"LOCAL-REQUIRED".to_owned()));
    assert_eq!((&state["edition"], &state["cells"]), (&json!("ninghe-2023"), &json!(203)));
    assert!(preview.get("/page").text().contains("其他主动公开文件"));
    assert!(preview.get("/").text().contains("documents.other_documents.issued"));
    std::fs::write(&file, FORM.replace("words    = [\"专区\"]", "words    = [\"专栏\"]")).unwrap();
    let help = |state: &Value| state["findings"].to_string().contains("专栏");
    preview.until(help);
}
