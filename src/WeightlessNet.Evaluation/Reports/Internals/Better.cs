namespace WeightlessNet.Evaluation.Reports.Internals;

/// <summary>Which figure of a column is the best.</summary>
internal enum Better
{
    Neither,
    Less,
    More,
}
