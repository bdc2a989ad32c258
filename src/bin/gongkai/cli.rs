//! The command line. Each command is a module with an `Args` and a `run`.
//!
//! To add a command, write `cli/<name>.rs` and add it to [`Command`].

mod ask;
mod build;
mod check;
mod chinese;
mod completions;
mod explain;
mod new;
mod office;
mod parallel;
mod preview;
mod progress;
mod schema;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::error::Error;

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
