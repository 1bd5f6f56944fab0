namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>A class that a network votes for, or that was counted since, or both.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Voted">Its index in the network; -1 if the network does not know it.</param>
/// <param name="Counted">Its index among the counts; -1 if it has no examples there.</param>
internal readonly record struct AdaptiveClass<TLabel>(TLabel Label, int Voted, int Counted);
