using WeightlessNet.Orleans.Grains;
using WeightlessNet.Recommenders;

namespace ClusterHistory;

/// <summary>What a user is answered, as numbers that can be compared exactly.</summary>
internal static class Answers
{
    private const int Predicted = 12;
    private const int Listed = 20;

    public static async Task<double[]> OfAsync(IUserGrain user)
    {
        double[] predicted = await Task.WhenAll(Enumerable.Range(0, Predicted).Select(user.PredictAsync));
        return Numbers(predicted, await user.ListAsync(Listed), await user.ExplainListAsync(Listed));
    }

    public static double[] Of(ICounterfactualRecommender recommender, int user)
    {
        ScoredItem[] list = new ScoredItem[Listed];
        list = list[..recommender.Recommend(user, list)];
        return Numbers(
            Enumerable.Range(0, Predicted).Select(item => recommender.Predict(user, item)),
            list,
            list.Select(scored => recommender.Explain(user, scored.Item)));
    }

    private static double[] Numbers(
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
        ]),
    ];
}
