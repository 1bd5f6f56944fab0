namespace WeightlessNet.Serving.Internals.Telemetry;

/// <summary>Reads the present sizes of one recommender.</summary>
/// <param name="Users">The number of users.</param>
/// <param name="Items">The number of items in the catalog.</param>
/// <param name="Ratings">The number of ratings.</param>
/// <param name="LogBytes">The number of bytes of the log since the last checkpoint.</param>
internal sealed record ObservedSizes(Func<long> Users, Func<long> Items, Func<long> Ratings, Func<long> LogBytes);
