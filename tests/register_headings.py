"""The headings of national lists of children, as their templates print them: facts for tests."""

CHILD = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)")
DISABLED = (*CHILD, "Does the Child have a Disability")
STAFF = ("Allocated Team", "Allocated Worker")
# The headings of Ofsted's template of August 2019, with its typographic quotes and trailing blanks.
LISTS_2019 = {
    1: (*CHILD, "Date of Contact", "Contact Source"),
    2: (
        *(*CHILD, "Assessment start date", "Assessment completion date"),
        "Organisation completing assessment",
    ),
    3: (
        *(*CHILD, "Date of referral", "Referral Source", "Referral NFA?"),
        *("Number of Referrals in Last 12 Months", *STAFF),
    ),
    4: (
        *(*DISABLED, "Continuous Assessment Start Date", "Child Seen During Continuous Assessment"),
        "Continuous Assessment Date of Authorisation",
        "Was the child assessed as requiring LA children’s social care support",
        *STAFF,
    ),
    5: (
        *(*DISABLED, "Strategy discussion initiating Section 47 Enquiry Start Date"),
        "Was an Initial Child Protection Conference deemed unnecessary?",
        "Date of Initial Child Protection Conference",
        "Did the Initial Child Protection Conference Result in a Child Protection Plan",
        "Number of Section 47 Enquiries in the last 12 months",
        *("Number of ICPCs in the last 12 months", *STAFF),
    ),
    6: (
        *(*DISABLED, "CIN Start Date", "Primary Need Code", "Date Child Was Last Seen", "CIN Closure Date"),
        *("Reason for Closure", "Case status", *STAFF),
    ),
    7: (
        *(*DISABLED, "Child Protection Plan Start Date", "Initial Category of Abuse"),
        *("Latest Category of Abuse", "Date of the Last Statutory Visit", "Was the Child Seen Alone?"),
        *("Date of latest review conference", "Child Protection Plan End Date"),
        "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
        *("Number of Previous Child Protection Plans", *STAFF),
    ),
    8: (
        *(*CHILD, "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)"),
        *("Does the Child have a Disability", "Date Started to be Looked After", "Child's Category of Need"),
        "Is this a second or subsequent period of being a Looked After Child within the last 12 months (Y/N)",
        *("Start date of current legal status", "Child's Legal Status", "Date of Latest Statutory Review"),
        *("Date of Last Social Work Visit", "What is the permanence plan for this child?"),
        *("Date of Last IRO Visit / Contact to the Child", "Date of Last Health Assessment"),
        *("Date of Last Dental Check", "Number of Placements in the Last 12 months"),
        *("Date Ceased to be Looked After ", "Reason Ceased to be Looked After"),
        *("Start Date of Most Recent Placement", "Placement Type", "Placement Provider"),
        *("Placement postcode", "URN of Placement", "Placement Location", "LA of Placement"),
        "Number of Episodes the Child has been ‘Missing’ from their Placement in the last 12 months",
        "Number of Episodes the Child has been ‘Absent’ from their Placement in the last 12 months",
        "Was the child offered a Return Interview after their last missing episode (Y/N)?",
        "Did the child accept a Return Interview after their last missing episode (Y/N)?",
        *STAFF,
    ),
    9: (
        *(*DISABLED, *STAFF, "Eligibility Category", "LA In Touch ", "Type of Accommodation"),
        *("Suitability of Accommodation", "Activity Status"),
    ),
    10: (
        *("Child Unique ID", "Family identifier", *DISABLED[1:], "Date the Child Entered Care"),
        *("Date of Decision that Child Should be Placed for Adoption", "Date of Placement Order"),
        *("Date of Matching Child and Prospective Adopters", "Date Placed for Adoption"),
        "Date of Adoption Order ",
        "Date of Decision that Child Should No Longer be Placed for Adoption",
        "Reason Why Child No Longer Placed for Adoption",
        "Date the child was placed for fostering in FFA or concurrent planning placement",
    ),
    11: (
        *("Individual adopter identifier", "Family identifier", "Gender", "Ethnicity", "Disability"),
        *("Is the (prospective) adopter fostering for adoption?", "Date enquiry received"),
        *("Date Stage 1 started", "Date Stage 1 ended", "Date Stage 2 started", "Date Stage 2 ended"),
        *("Date application submitted", "Date application approved", "Date adopter matched with child(ren)"),
        *("Date child/children placed with adopter(s)", "No. of children placed", "Date of Adoption Order"),
        *("Date of leaving adoption process", "Reason for leaving adoption process"),
    ),
}
# What changed in the layout in use since 2024, as public pipelines expect it.
LIST_9_2024 = (
    *("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age"),
    "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)",
    *("Does the Child have a Disability", *STAFF, "Allocated Personal Advisor", "Eligibility Category"),
    *("Latest Pathway Plan Review Date", "LA in Touch", "Latest Date of Contact", "Type of Accommodation"),
    *("Suitability of Accommodation", "Activity Status"),
)
TABLES_903 = {
    "header": "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB",
    "episodes": (
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
    ),
    "reviews": "CHILD,DOB,REVIEW,REVIEW_CODE",
    "uasc": "CHILD,SEX,DOB,DUC",
    "oc2": (
        "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,"
        "SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED"
    ),
    "oc3": "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM",
    "ad1": "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR",
    "placed-adoption": "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED",
    "prev-perm": "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM",
    "missing": "CHILD,DOB,MISSING,MIS_START,MIS_END",
    "social-worker": "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON",
    "dolo": "CHILD,DOB,DOLO_START,DOLO_END",
}
MODULES = {
    "child-identifiers": (
        "LAchildID,UPN,FormerUPN,UPNunknown,PersonBirthDate,ExpectedPersonBirthDate,GenderCurrent,Sex,PersonDeathDate"
    ),
    "child-characteristics": "LAchildID,Ethnicity",
    "disabilities": "LAchildID,Disability",
    "cin-details": (
        "LAchildID,CINdetailsID,CINreferralDate,ReferralSource,PrimaryNeedCode,CINclosureDate,ReasonForClosure,"
        "DateOfInitialCPC,ReferralNFA"
    ),
    "assessments": (
        "LAchildID,CINdetailsID,AssessmentID,AssessmentActualStartDate,AssessmentInternalReviewDate,"
        "AssessmentAuthorisationDate,AssessmentFactors"
    ),
    "assessment-factors": "LAchildID,CINdetailsID,AssessmentID,AssessmentFactor",
    "cin-plan-dates": "LAchildID,CINdetailsID,CINPlanStartDate,CINPlanEndDate",
    "section-47": (
        "LAchildID,CINdetailsID,S47ActualStartDate,InitialCPCtarget,DateOfInitialCPC,ICPCnotRequired"
    ),
    "child-protection-plans": (
        "LAchildID,CINdetailsID,CPPID,CPPstartDate,CPPendDate,InitialCategoryOfAbuse,LatestCategoryOfAbuse,"
        "NumberOfPreviousCPP"
    ),
    "reviews": "LAchildID,CINdetailsID,CPPID,CPPreviewDate",
    "pre-proceedings": (
        "LAchildID,PPStartDate,LBPSentDate,FGDMMeetingOffer,FGDMMeetingFac,InitialPPMeetingDate,ReviewMeetingsCount,"
        "StepDecisionDate,PPOutcome,CourtAppDate,LetterInitCPDate"
    ),
}
WHOLE = {
    **{f"annex-a/list-{number}": headings for number, headings in LISTS_2019.items()},
    **{f"ssda903/{name}": tuple(line.split(",")) for name, line in TABLES_903.items()},
    **{f"cin/{name}": tuple(line.split(",")) for name, line in MODULES.items()},
}
