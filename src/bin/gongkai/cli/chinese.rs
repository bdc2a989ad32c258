//! clap speaks English; the users of this tool do not.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// The command with every heading and note of its help in Chinese.
pub(super) fn command(command: Command) -> Command {
    let help = Arg::new("help").short('h').long("help").help("显示帮助").action(ArgAction::Help);
    let command = command
        .help_template(TEMPLATE)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .subcommand_value_name("命令")
        .subcommand_help_heading("命令")
        .arg(help)
        .mut_args(argument)
        .mut_subcommands(self::command);
    if command.get_version().is_none() {
        return command;
    }
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    command.arg(argument(version.help("显示版本")))
}

/// Default and possible values become part of the help text.
fn argument(arg: Arg) -> Arg {
    let heading = if arg.is_positional() { "参数" } else { "选项" };
    let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    // A flag takes no values; clap refuses to hide what is not there.
    if !arg.get_action().takes_values() {
        return arg.help_heading(heading);
    }
    let values: Vec<_> = arg
        .get_possible_values()
        .iter()
        .map(|value| match value.get_help() {
            Some(label) => format!("{} {label}", value.get_name()),
            None => value.get_name().to_owned(),
        })
        .collect();
    if !values.is_empty() {
        help += &format!("（可选：{}）", values.join("、"));
    }
    let defaults = arg.get_default_values().iter().map(|value| value.to_string_lossy());
    let defaults: Vec<_> = defaults.collect();
    if !defaults.is_empty() {
        help += &format!("（默认 {}）", defaults.join("、"));
    }
    arg.help(help).help_heading(heading).hide_default_value(true).hide_possible_values(true)
}

/// Why a value will not do, in a language its writer reads.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Reason(pub(super) String);

/// Says what is wrong with the command line; asking for help is not wrong.
pub(super) fn report(error: &clap::Error) -> ExitCode {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let (argument, value) = (text(ContextKind::InvalidArg), text(ContextKind::InvalidValue));
    let message = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            print!("{}", usage(error));
            return ExitCode::SUCCESS;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            eprint!("{}", usage(error));
            return ExitCode::from(2);
        }
        ErrorKind::InvalidSubcommand => {
            format!("没有 {} 这个命令", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => format!("没有 {argument} 这个选项"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面要写一个值"),
        ErrorKind::InvalidValue => {
            let allowed = text(ContextKind::ValidValue);
            format!("{argument} 不能写 {value}，可以写：{allowed}")
        }
        ErrorKind::ValueValidation => {
            let source = std::error::Error::source(error);
            let reason = source.and_then(|source| source.downcast_ref::<Reason>());
            let reason = reason.map_or(String::new(), |reason| format!("：{reason}"));
            format!("{argument} 不能写 {value}{reason}")
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::ArgumentConflict => {
            format!("{argument} 不能与 {} 同时使用", text(ContextKind::PriorArg))
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("{argument} 的个数不对")
        }
        _ => format!("命令写法不对（{}）", error.kind()),
    };
    let meant = [
        text(ContextKind::SuggestedSubcommand),
        text(ContextKind::SuggestedArg),
        text(ContextKind::SuggestedValue),
    ];
    let meant = meant.into_iter().find(|meant| !meant.is_empty());
    let meant = meant.map_or(String::new(), |meant| format!("，是否想写 {meant}"));
    eprintln!("错误：{message}{meant}\n用 --help 查看用法");
    ExitCode::from(2)
}

/// Help as clap made it, the one word left in English replaced.
fn usage(error: &clap::Error) -> String {
    error.to_string().replace("[OPTIONS]", "[选项]")
}
