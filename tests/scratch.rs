use gongkai::{
    data::Tree,
    edition,
    report::{Attachments, Report},
    rules::{self, Input},
    source::{FileId, Source},
    template,
};
#[test]
fn run() {
    let files: Vec<String> =
        std::env::var("FILES").unwrap().split(' ').map(str::to_owned).collect();
    for f in files {
        let text = std::fs::read_to_string(&f).unwrap();
        let source = Source { id: FileId(0), name: f.clone(), text };
        let tree = Tree::parse(&source);
        let t0 = std::time::Instant::now();
        let report = Report::read(&source, &tree, &Attachments::default(), &edition::ALL).unwrap();
        let t1 = t0.elapsed();
        let doc = template::document(&report, template::STANDARD, false).unwrap();
        let printed = template::printed(&doc);
        let t0 = std::time::Instant::now();
        let out = rules::check(&Input { report: &report, last: None, printed: Some(&printed) });
        println!("== {f} read {t1:?} check {:?}", t0.elapsed());
        for d in &out.findings {
            if std::env::var("ALL").is_err()
                && !(d.rule.starts_with("TX")
                    || d.rule.starts_with("XY")
                    || d.rule.starts_with("RS")
                    || d.rule.starts_with("T2-DEC")
                    || d.rule.starts_with("T2-ZERO")
                    || d.rule.starts_with("T3")
                    || d.rule.starts_with("T4"))
            {
                continue;
            }
            let p = d.place().unwrap();
            println!(
                "{:?} {} {:?} {} | {:?}",
                d.severity,
                d.rule,
                source.position(p.range().start),
                d.message,
                d.help
            );
        }
        for s in &out.skipped {
            println!("  skipped {} {}", s.rule, s.reason);
        }
        for u in rules::unbound(&report) {
            println!(
                "  unbound {:?} {} {} {}",
                source.position(u.place.range().start),
                u.written,
                u.interpolation(),
                u.certain
            );
        }
    }
}
