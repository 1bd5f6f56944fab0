namespace WeightlessNet.Scenarios;

/// <summary>What another process does: it opens a recommender and does steps.</summary>
internal sealed record ChildWork(Setting Setting, Film[] Films, Step[] Steps);
