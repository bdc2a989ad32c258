//! Why a command could not do its work, in the user's language.

use std::path::PathBuf;
use std::process::ExitCode;

use gongkai::desk;

/// Why a command could not do its work. What is wrong with the *data* is never
/// here: that is a [`Diagnostic`](gongkai::source::diagnostic::Diagnostic).
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Desk(#[from] desk::Error),
    #[error("无法写入 {}", path.display())]
    Write { path: PathBuf, source: std::io::Error },
    #[error("没有适用于 {year} 年度的全国统一格式；地方格式请用 --edition 指定，有：{local}")]
    NoEditionFor { year: u16, local: String },
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
    #[error("端口 {port} 不能用，请用 --port 换一个")]
    Port { port: u16, source: std::io::Error },
}

fn meant(rule: Option<&str>) -> String {
    rule.map_or(String::new(), |rule| format!("，是否想写 {rule}"))
}

impl Error {
    /// The error and its causes.
    pub(crate) fn text(&self) -> String {
        text(self)
    }

    /// Prints the error; 2 tells scripts that it was not the data.
    pub(crate) fn report(&self) -> ExitCode {
        eprintln!("{}", self.text());
        ExitCode::from(2)
    }
}

/// An error and its causes.
pub(crate) fn text(error: &dyn std::error::Error) -> String {
    let mut text = format!("错误：{error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        let io = error.downcast_ref::<std::io::Error>();
        text += &format!("\n  原因：{}", io.map_or_else(|| error.to_string(), reason));
        cause = error.source();
    }
    text
}

/// The operating system's usual reasons in Chinese.
pub(crate) fn reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    let known = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::IsADirectory => "这是一个文件夹",
        ErrorKind::NotADirectory => "路径中有一段不是文件夹",
        ErrorKind::AlreadyExists => "已经有同名的文件",
        ErrorKind::StorageFull => "磁盘已满",
        _ => return error.to_string(),
    };
    known.to_owned()
}
