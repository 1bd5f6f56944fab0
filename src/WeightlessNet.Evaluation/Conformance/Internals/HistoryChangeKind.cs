namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>What a change in a history does.</summary>
internal enum HistoryChangeKind
{
    /// <summary>Learns a rating, perhaps in place of an earlier one.</summary>
    Learn,

    /// <summary>Forgets a rating that may be there.</summary>
    Forget,

    /// <summary>Forgets all ratings of a user.</summary>
    ForgetUser,

    /// <summary>Sets how a user's recent ratings are weighted.</summary>
    SetRecency,

    /// <summary>Exports a user, forgets the user, and imports the user again.</summary>
    Reimport,

    /// <summary>Imports what another recommender exported of a user.</summary>
    ImportOther,

    /// <summary>One of <see cref="ConformanceOptions.UserChanges"/>.</summary>
    OfUser,

    /// <summary>One of <see cref="ConformanceOptions.SharedChanges"/>.</summary>
    Shared,

    /// <summary>Fits to other ratings.</summary>
    Fit,

    /// <summary>One of <see cref="ConformanceOptions.Trainings"/>.</summary>
    Training,
}
