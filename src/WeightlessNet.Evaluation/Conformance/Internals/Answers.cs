using System.Globalization;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>All that a recommender answers about the users and items of a history, to the last bit.</summary>
internal sealed class Answers
{
    private const int LongestList = 50;

    private readonly int[] _items;
    private readonly List<double[]> _predictions = [];
    private readonly List<ScoredItem[]> _lists = [];

    private Answers(int[] items) => _items = items;

    /// <summary>Asks for all users of a history and one who has rated nothing.</summary>
    public static Answers Of(IRecommender recommender, ConformanceHistory history) =>
        Of(recommender, history.Items, ConformanceHistory.Users);

    /// <summary>Asks for all users of a history of changes and one who has rated nothing.</summary>
    public static Answers Of(IRecommender recommender, ChangeHistory history) =>
        Of(recommender, history.Items, ChangeHistory.Users);

    /// <summary>A list of a user.</summary>
    public static ScoredItem[] List(IRecommender recommender, int user, int wanted, params ReadOnlySpan<int> excluded)
    {
        ScoredItem[] destination = new ScoredItem[wanted];
        int count = recommender.Recommend(user, destination, excluded);
        return count >= 0 && count <= wanted
            ? destination[..count]
            : throw new PromiseBrokenException($"It gave {count} items to user {user}, who wanted {wanted}.");
    }

    /// <summary>Throws where the answers are not those of another recommender.</summary>
    public void MustBe(Answers expected, string situation, int? butUser = null)
    {
        for (int user = 0; user < _lists.Count; user++)
        {
            if (user == butUser)
            {
                continue;
            }

            for (int i = 0; i < _items.Length; i++)
            {
                MustBe(expected._predictions[user][i], _predictions[user][i], $"{situation}: user {user}'s prediction of item {_items[i]}");
            }

            MustBe(expected._lists[user], _lists[user], $"{situation}: user {user}'s list");
        }
    }

    /// <summary>Throws where a number is not another, to the last bit.</summary>
    public static void MustBe(double expected, double actual, string what)
    {
        if (!actual.Equals(expected))
        {
            throw new PromiseBrokenException(string.Create(CultureInfo.InvariantCulture, $"{what} is {actual:R}, not {expected:R}."));
        }
    }

    /// <summary>Throws where a list is not another, to the last bit.</summary>
    public static void MustBe(ReadOnlySpan<ScoredItem> expected, ReadOnlySpan<ScoredItem> actual, string what)
    {
        if (!actual.SequenceEqual(expected))
        {
            throw new PromiseBrokenException($"{what} is {Text(actual)}, not {Text(expected)}.");
        }
    }

    public static string Text(ReadOnlySpan<ScoredItem> list)
    {
        List<string> parts = [];
        foreach (ScoredItem scored in list)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{scored.Item} ({scored.Score:R})"));
        }

        return $"[{string.Join(", ", parts)}]";
    }

    private static Answers Of(IRecommender recommender, int[] items, int users)
    {
        Answers answers = new(items);
        for (int user = 0; user <= users; user++)
        {
            answers._predictions.Add([.. items.Select(item => recommender.Predict(user, item))]);
            answers._lists.Add(List(recommender, user, Math.Min(recommender.ItemCount, LongestList)));
        }

        return answers;
    }
}
