//! The command line. Each command is a module with an `Args` and a `run`.
//!
//! To add a command, write `cli/<name>.rs` and add it to [`Command`].

mod ask;
mod build;
mod check;
mod chinese;
mod completions;
mod explain;
pub(crate) mod files;
mod new;
pub(crate) mod office;
mod parallel;
mod preview;
mod progress;
mod schema;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use gongkai::document::template::TemplateError;
use gongkai::law::Law;
use gongkai::law::edition::Edition;
use gongkai::layout::LayoutError;
use gongkai::layout::font::FontError;
use gongkai::layout::theme::ThemeError;
use gongkai::render::RenderError;
use gongkai::source::Source;

/// 编制政府信息公开工作年度报告：填一个数据文件，核对数字，输出 HTML、DOCX 和 PDF
#[derive(Debug, Parser)]
#[command(
    name = "gongkai",
    version,
    arg_required_else_help = true,
    after_help = "先用 gongkai new 写出数据文件，填好后用 gongkai check 核对，用 gongkai build 生成报告。"
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 写出一份待填的数据文件
    #[command(
        after_help = "例：\n  gongkai new --agency 某县财政局 --year 2025 --kind county_department\n  gongkai new 2025/data.toml --previous 2024/data.toml"
    )]
    New(new::Args),
    /// 核对数据文件，列出全部问题
    #[command(
        after_help = "例：\n  gongkai check data.toml\n  gongkai check 全县 --format json > 问题.json"
    )]
    Check(check::Args),
    /// 核对并生成 HTML、DOCX、PDF
    #[command(
        after_help = "例：\n  gongkai build data.toml --out 公开\n  gongkai build 全县 --out 公开 --to html,pdf --quiet"
    )]
    Build(build::Args),
    /// 在浏览器中边填边看
    #[command(
        after_help = "例：\n  gongkai preview data.toml\n  gongkai preview data.toml --port 9000 --templates 模板"
    )]
    Preview(preview::Args),
    /// 说明一条规则
    #[command(after_help = "例：\n  gongkai explain\n  gongkai explain T3-COL-BALANCE")]
    Explain(explain::Args),
    /// 输出一种格式的 JSON Schema，供编辑器提示
    #[command(after_help = "例：\n  gongkai schema 2021 > 2021.schema.json")]
    Schema(schema::Args),
    /// 输出命令行补全脚本
    #[command(
        after_help = "例：\n  mkdir -p ~/.local/share/bash-completion/completions\n  gongkai completions bash > ~/.local/share/bash-completion/completions/gongkai\n  gongkai completions powershell >> $PROFILE"
    )]
    Completions(completions::Args),
}

impl Cli {
    /// The command line as typed, or the exit status after saying what is wrong
    /// with it, in Chinese.
    pub(crate) fn read() -> Result<Self, ExitCode> {
        let parsed = chinese::command(Self::command()).try_get_matches();
        parsed
            .and_then(|matches| Self::from_arg_matches(&matches))
            .map_err(|error| chinese::report(&error))
    }

    pub(crate) fn run(self) -> Result<ExitCode, Error> {
        match self.command {
            Command::New(args) => args.run(),
            Command::Check(args) => args.run(),
            Command::Build(args) => args.run(),
            Command::Explain(args) => args.run(),
            Command::Schema(args) => args.run(),
            Command::Preview(args) => args.run(),
            Command::Completions(args) => args.run(),
        }
    }
}

/// Why a command could not do its work. What is wrong with the *data* is never
/// here: that is a [`Diagnostic`](gongkai::source::diagnostic::Diagnostic).
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("无法读取 {}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("无法写入 {}", path.display())]
    Write { path: PathBuf, source: std::io::Error },
    #[error("{} 不是普通文件（是管道、设备之类），不读", .0.display())]
    NotAFile(PathBuf),
    #[error("{} 有 {megabytes} MB，超出能处理的大小", path.display())]
    TooLarge { path: PathBuf, megabytes: u64 },
    #[error(
        "{}:{line}:{column}：不是 UTF-8 编码的文字，多半是 {guess}编码。请用记事本打开，另存为 UTF-8",
        path.display()
    )]
    Encoding { path: PathBuf, line: usize, column: usize, guess: &'static str },
    #[error("文件夹 {} 里没有数据文件", .0.display())]
    NoDataFiles(PathBuf),
    #[error("{place}：没有 {id} 这种格式，可用的有：{}", editions(|_| true))]
    UnknownEdition { place: String, id: String },
    #[error("没有可用的格式")]
    NoEdition,
    #[error(
        "没有适用于 {year} 年度的全国统一格式；地方格式请用 --edition 指定，有：{}",
        editions(|edition| edition.local)
    )]
    NoEditionFor { year: u16 },
    #[error("{} 已经存在，不覆盖；请换一个文件名，或先移走原来的文件", .0.display())]
    Exists(PathBuf),
    #[error("请用 {0} 写明{1}")]
    MissingFlag(&'static str, &'static str),
    #[error("没有读到回答")]
    Interrupted,
    #[error("没有编号为 {id} 的规则{}", self::meant(meant.as_deref()))]
    UnknownRule { id: String, meant: Option<String> },
    #[error("没有 {0} 这种输出格式，可用的有：{1}")]
    UnknownOutput(String, String),
    #[error("{} 与 {} 的输出同名，请分别输出到不同的文件夹", one.display(), other.display())]
    SameName { one: PathBuf, other: PathBuf },
    #[error("{place}：{message}")]
    Character { place: String, message: String },
    #[error("端口 {port} 不能用，请用 --port 换一个")]
    Port { port: u16, source: std::io::Error },
    #[error(transparent)]
    Template(#[from] TemplateError),
    #[error(transparent)]
    Theme(#[from] ThemeError),
    #[error(transparent)]
    Font(#[from] FontError),
    #[error(transparent)]
    Render(#[from] RenderError),
}

fn editions(wanted: impl Fn(&Edition) -> bool) -> String {
    let editions = Law::shipped().editions.iter().filter(|edition| wanted(edition));
    let ids = editions.map(|edition| edition.id.as_str());
    ids.collect::<Vec<_>>().join("、")
}

fn meant(rule: Option<&str>) -> String {
    rule.map_or(String::new(), |rule| format!("，是否想写 {rule}"))
}

impl Error {
    /// A renderer's refusal, with its place in the data file if it has one.
    fn drawing(error: RenderError, sources: &[Source]) -> Self {
        let RenderError::Layout(LayoutError::Missing(characters)) = &error else {
            return Self::Render(error);
        };
        let place = characters.iter().find_map(|(_, place)| {
            let place = (*place)?;
            let source = sources.iter().find(|source| source.id == place.file)?;
            let (line, column) = source.position(place.start as usize);
            Some(format!("{}:{line}:{column}", source.name))
        });
        match place {
            Some(place) => Self::Character { place, message: error.to_string() },
            None => Self::Render(error),
        }
    }

    /// The error and its causes.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("错误：{self}");
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            text += &format!("\n  原因：{}", reason(error));
            cause = error.source();
        }
        text
    }

    /// Prints the error; 2 tells scripts that it was not the data.
    pub(crate) fn report(&self) -> ExitCode {
        eprintln!("{}", self.text());
        ExitCode::from(2)
    }
}

/// The operating system's usual reasons in Chinese.
fn reason(error: &(dyn std::error::Error + 'static)) -> String {
    use std::io::ErrorKind;
    let kind = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    let known = match kind {
        Some(ErrorKind::NotFound) => "没有这个文件或文件夹",
        Some(ErrorKind::PermissionDenied) => "没有权限",
        Some(ErrorKind::IsADirectory) => "这是一个文件夹",
        Some(ErrorKind::NotADirectory) => "路径中有一段不是文件夹",
        Some(ErrorKind::AlreadyExists) => "已经有同名的文件",
        Some(ErrorKind::StorageFull) => "磁盘已满",
        _ => return error.to_string(),
    };
    known.to_owned()
}
