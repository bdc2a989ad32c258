//! Days.

use std::fmt;

use serde::{Deserialize, Deserializer, de::Error};

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// A day of the week that is no working day by itself.
const WEEKEND: [i64; 2] = [5, 6];

impl Date {
    /// The day after.
    pub fn next(self) -> Self {
        Self::from_number(self.number() + 1)
    }

    /// The day before.
    pub fn previous(self) -> Self {
        Self::from_number(self.number() - 1)
    }

    /// Whether it is a Saturday or a Sunday.
    pub fn is_weekend(self) -> bool {
        // Day 0, 1970-01-01, was a Thursday; Monday is 0.
        WEEKEND.contains(&(self.number() + 3).rem_euclid(7))
    }

    /// Days since 1970-01-01 in the Gregorian calendar: years begin in March,
    /// so that the leap day is the last one.
    fn number(self) -> i64 {
        let (year, month) = (i64::from(self.year), i64::from(self.month));
        let year = if month <= 2 { year - 1 } else { year };
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
            - 719_468
    }

    fn from_number(number: i64) -> Self {
        let shifted = number + 719_468;
        let (era, day) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let year = era * 400 + year_of_era + i64::from(month >= 10);
        let month = if month < 10 { month + 3 } else { month - 9 };
        Self {
            year: u16::try_from(year).unwrap_or_default(),
            month: u8::try_from(month).unwrap_or_default(),
            day: u8::try_from(day).unwrap_or_default(),
        }
    }
}

impl fmt::Display for Date {
    /// `2024年1月9日`, without leading zeros (GB/T 9704-2012, 7.3.5.4).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}年{}月{}日", self.year, self.month, self.day)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = toml::value::Datetime::deserialize(deserializer)?;
        let date = written.date.filter(|_| written.time.is_none());
        let date = date.ok_or_else(|| D::Error::custom("日期应写作 2024-01-09"))?;
        Ok(Self { year: date.year, month: date.month, day: date.day })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_through_leap_years() {
        let date = |year, month, day| Date { year, month, day };
        assert_eq!(date(1970, 1, 1).number(), 0);
        for (one, next) in [
            (date(2024, 2, 28), date(2024, 2, 29)),
            (date(2024, 2, 29), date(2024, 3, 1)),
            (date(2023, 2, 28), date(2023, 3, 1)),
            (date(2100, 2, 28), date(2100, 3, 1)),
            (date(2024, 12, 31), date(2025, 1, 1)),
        ] {
            assert_eq!((one.next(), next.previous()), (next, one));
        }
        assert!(date(2026, 1, 31).is_weekend() && date(2026, 2, 1).is_weekend());
        assert!(!date(2026, 1, 30).is_weekend() && !date(2026, 2, 2).is_weekend());
    }
}
