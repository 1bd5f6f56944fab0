using WeightlessNet.Recommenders;

namespace ClusterHistory;

/// <summary>All numbers of answers in a row, so that they can be compared exactly.</summary>
internal static class AnswerNumbers
{
    public static double[] Of(
        IEnumerable<double> predicted, IEnumerable<ScoredItem> list, IEnumerable<Explanation> explanations) =>
    [
        .. predicted,
        .. list.SelectMany(scored => (double[])[scored.Item, scored.Score]),
        .. explanations.SelectMany(explanation => (double[])
        [
            explanation.Item,
            explanation.Score,
            .. explanation.Base.Select(part => part.Amount),
            .. explanation.ByField.Select(part => part.Amount),
            .. explanation.ByRating.SelectMany(part => (double[])[part.Item, part.Value, part.Amount]),
            .. explanation.ByControl.SelectMany(part => (double[])[part.Id, part.Amount]),
        ]),
    ];
}
