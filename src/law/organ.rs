//! The kinds of organ that report.

/// What kind of organ reports (条例 articles 27, 49, 54; 国办公开办函〔2021〕30号 二).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names and their labels say it")]
pub enum OrganKind {
    StateDepartment,
    ProvincialGovernment,
    ProvincialDepartment,
    PrefectureGovernment,
    PrefectureDepartment,
    CountyGovernment,
    CountyDepartment,
    TownshipGovernment,
    StreetOffice,
    DevelopmentZone,
    VerticalAgency,
    AuthorisedOrganisation,
}

impl OrganKind {
    /// Every kind with its word in the data file and its Chinese name.
    pub const ALL: &[(OrganKind, &str, &str)] = &[
        (Self::StateDepartment, "state_department", "国务院部门"),
        (Self::ProvincialGovernment, "provincial_government", "省级人民政府"),
        (Self::ProvincialDepartment, "provincial_department", "省级人民政府部门"),
        (Self::PrefectureGovernment, "prefecture_government", "市级人民政府"),
        (Self::PrefectureDepartment, "prefecture_department", "市级人民政府部门"),
        (Self::CountyGovernment, "county_government", "县级人民政府"),
        (Self::CountyDepartment, "county_department", "县级人民政府部门"),
        (Self::TownshipGovernment, "township_government", "乡镇人民政府"),
        (Self::StreetOffice, "street_office", "街道办事处"),
        (Self::DevelopmentZone, "development_zone", "开发区管理机构"),
        (Self::VerticalAgency, "vertical_agency", "垂直管理机关"),
        (Self::AuthorisedOrganisation, "authorised_organisation", "法律法规授权的组织"),
    ];

    /// The kind of a word in the data file.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == word).map(|(kind, ..)| *kind)
    }

    /// Its word in the data file.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, word, _)| word)
    }

    /// Its Chinese name.
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(.., label)| label)
    }

    /// A people's government of any level: it also reports on 考核, 评议 and
    /// 责任追究 (条例 article 50 (4)).
    pub fn is_government(self) -> bool {
        matches!(
            self,
            Self::ProvincialGovernment
                | Self::PrefectureGovernment
                | Self::CountyGovernment
                | Self::TownshipGovernment
        )
    }

    /// A department of a local people's government.
    pub fn is_local_department(self) -> bool {
        matches!(
            self,
            Self::ProvincialDepartment | Self::PrefectureDepartment | Self::CountyDepartment
        )
    }

    /// Whether it may have 规章 of its own (立法法 articles 91 and 93). Not every
    /// prefecture-level city is 设区的市, and not every State Council body is
    /// covered by article 91: where it cannot be excluded, it counts as allowed.
    pub fn can_make_rules(self) -> bool {
        matches!(
            self,
            Self::StateDepartment | Self::ProvincialGovernment | Self::PrefectureGovernment
        )
    }
}
