namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>Collects the counterfactuals that change something, and sorts them by how much they change.</summary>
internal sealed class CounterfactualList
{
    private readonly List<Counterfactual> _found = [];

    /// <summary>
    /// The ratings of which the best <paramref name="count"/> counterfactuals are, in their order: those without which the score of an item
    /// changes most, and those that may decide whether it can be recommended. A rank needs a scan of the catalog, so only these are ranked.
    /// </summary>
    /// <param name="rated">A user's ratings.</param>
    /// <param name="item">The item in question.</param>
    /// <param name="count">How many are wanted, 0 or more.</param>
    /// <param name="minimum">The least score of an item that can be recommended, if there is one.</param>
    /// <param name="now">The item's present score.</param>
    /// <param name="scoreWithout">The item's score without the rating of another one.</param>
    public static RatedItem[] MostChanging(
        RatedItem[] rated, int item, int count, double? minimum, double now, Func<int, double> scoreWithout)
    {
        if (count == 0 || rated.Length == 0)
        {
            return [];
        }

        double[] scores = [.. rated.Select(one => scoreWithout(one.Item))];
        double[] changes = [.. scores.Select(then => Math.Abs(then - now))];

        // Of ratings that change the score equally, those that change the rank more come first.
        double least = changes.OrderDescending().ElementAt(Math.Min(count, rated.Length) - 1);
        return [.. rated.Where((one, i) => changes[i] >= least || one.Item == item || scores[i] < minimum != now < minimum)];
    }

    /// <summary>Adds one, unless it changes nothing.</summary>
    public void Add(Counterfactual counterfactual)
    {
        if (counterfactual.Now != counterfactual.Then)
        {
            _found.Add(counterfactual);
        }
    }

    /// <summary>
    /// The ones that change the most: first those that decide whether the item can be recommended, then by the change of the score, then of
    /// the rank. Equal ones stay in the order in which they were added.
    /// </summary>
    public IReadOnlyList<Counterfactual> Best(int count) =>
    [
        .. _found
            .OrderByDescending(found => found.Now.Rank is null != found.Then.Rank is null)
            .ThenByDescending(found => Math.Abs(found.Then.Score - found.Now.Score))
            .ThenByDescending(found => Math.Abs((long)(found.Then.Rank ?? 0) - (found.Now.Rank ?? 0)))
            .Take(count),
    ];
}
