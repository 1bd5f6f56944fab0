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
        return AnswerNumbers.Of(predicted, await user.ListAsync(Listed), await user.ExplainListAsync(Listed));
    }

    public static double[] Of(ICounterfactualRecommender recommender, int user)
    {
        ScoredItem[] list = new ScoredItem[Listed];
        list = list[..recommender.Recommend(user, list)];
        return AnswerNumbers.Of(
            Enumerable.Range(0, Predicted).Select(item => recommender.Predict(user, item)),
            list,
            list.Select(scored => recommender.Explain(user, scored.Item)));
    }
}
