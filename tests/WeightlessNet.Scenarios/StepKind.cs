namespace WeightlessNet.Scenarios;

/// <summary>What a step of a history does.</summary>
internal enum StepKind
{
    /// <summary>Rates a film; where there are events, adds one, see <see cref="Step.Amount"/>.</summary>
    Learn,

    /// <summary>Sets the total of events to the rating.</summary>
    SetTotal,

    /// <summary>Forgets an event as <see cref="Learn"/> adds one.</summary>
    ForgetEvent,
    Forget,
    ForgetUser,
    Mute,
    Boost,
    Pin,
    Ban,
    TakeBack,
    Add,
    Update,
    Remove,
    Checkpoint,

    /// <summary>Says what is known of a user.</summary>
    Describe,
}
