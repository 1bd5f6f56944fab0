namespace WeightlessNet.Orleans.Sharing.Internals;

/// <summary>When and from what a crowd was trained.</summary>
/// <param name="Time">When the training began.</param>
/// <param name="Changes">How many times a rating had changed in the crowd's log before it began to read users.</param>
/// <param name="Ratings">How many ratings all users had.</param>
internal readonly record struct TrainingHead(DateTimeOffset Time, long Changes, long Ratings);
