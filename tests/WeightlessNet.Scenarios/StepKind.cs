namespace WeightlessNet.Scenarios;

/// <summary>What a step of a history does.</summary>
internal enum StepKind
{
    Learn,
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
}
