//! By when reports are due, and which days are working days.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, de::Error};

use crate::data::date::Date;
use crate::source::diagnostic::Severity;

/// Deadlines, holidays and make-up days.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    /// By when reports have to be published.
    pub deadlines: Vec<Deadline>,
    /// The statutory holidays as the State Council arranges them.
    pub holidays: Vec<Holiday>,
}

/// A day by which reports have to be published, a `[[deadline]]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// The rule it reports under.
    pub rule: String,
    /// Whose it is: kinds of organ, e.g. `county_department`; behind `/` the
    /// scope, if only reports of that scope are meant. Everybody's if empty.
    #[serde(default)]
    pub organs: Vec<String>,
    /// First report year.
    pub since: Option<u16>,
    /// Last report year.
    pub until: Option<u16>,
    /// The last day, in the year after the report year.
    pub day: DayOfYear,
    /// How bad it is to miss it.
    #[serde(default)]
    pub severity: Severity,
    /// The provision.
    pub cites: String,
    /// What is said; `{next}` stands for the year of publication, `{date}` for
    /// its day.
    pub says: String,
}

impl Deadline {
    /// Whether it is for reports of a year.
    pub fn covers(&self, year: u16) -> bool {
        self.since.is_none_or(|since| since <= year) && self.until.is_none_or(|until| year <= until)
    }

    /// Whether it is for reports of a kind of organ; `aggregate` are those of
    /// a whole government, summed from below.
    pub fn concerns(&self, kind: &str, aggregate: bool) -> bool {
        let scope = if aggregate { "aggregate" } else { "organ" };
        let meant = |organ: &String| match organ.split_once('/') {
            Some((organ, of)) => organ == kind && of == scope,
            None => organ == kind,
        };
        self.organs.is_empty() || self.organs.iter().any(meant)
    }

    /// The last day for a report year.
    pub fn day(&self, year: u16) -> Date {
        let DayOfYear { month, day } = self.day;
        Date { year: year.saturating_add(1), month, day }
    }
}

/// A day of any year, written `01-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayOfYear {
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl<'de> Deserialize<'de> for DayOfYear {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = |text: &str| {
            let (month, day) = text.split_once('-')?;
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            let sound = (1..=12).contains(&month) && (1..=31).contains(&day);
            sound.then_some(Self { month, day })
        };
        read(&text).ok_or_else(|| D::Error::custom(format!("日子应写作 01-31，现为 {text}")))
    }
}

/// One holiday of one year, a `[[holiday]]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// What it is called, e.g. 春节.
    pub name: String,
    /// First day off.
    pub from: Date,
    /// Last day off.
    pub to: Date,
    /// Days of a weekend that are worked instead.
    #[serde(default)]
    pub worked: Vec<Date>,
    /// The notice that arranges it.
    pub cites: String,
}

impl Calendar {
    /// Whether people work on a day; of a year that is not arranged yet, only
    /// the weekends are known.
    pub fn is_working_day(&self, day: Date) -> bool {
        if self.holidays.iter().any(|holiday| holiday.worked.contains(&day)) {
            return true;
        }
        let off = |holiday: &Holiday| (holiday.from..=holiday.to).contains(&day);
        !day.is_weekend() && !self.holidays.iter().any(off)
    }

    /// The last working day up to a day.
    pub fn working_day_until(&self, mut day: Date) -> Date {
        // The longest holiday has nine days.
        for _ in 0..31 {
            if self.is_working_day(day) {
                break;
            }
            day = day.previous();
        }
        day
    }

    /// The years whose holidays are known.
    pub fn years(&self) -> BTreeSet<u16> {
        self.holidays.iter().map(|holiday| holiday.to.year).collect()
    }
}
