namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>Collects the counterfactuals that change something, and sorts them by how much they change.</summary>
internal sealed class CounterfactualList
{
    private readonly List<Counterfactual> _found = [];

    /// <summary>
    /// The ratings without which the score of an item would change most. A rank needs a scan of the catalog, so only these are ranked.
    /// </summary>
    /// <param name="rated">A user's ratings. They are sorted.</param>
    /// <param name="item">The item in question.</param>
    /// <param name="count">How many are wanted, 0 or more.</param>
    /// <param name="scoreChangeWithout">How much the score changes without the rating of an item.</param>
    public static RatedItem[] MostChanging(RatedItem[] rated, int item, int count, Func<int, double> scoreChangeWithout)
    {
        double[] changes = new double[rated.Length];
        for (int i = 0; i < rated.Length; i++)
        {
            changes[i] = -(rated[i].Item == item ? double.PositiveInfinity : Math.Abs(scoreChangeWithout(rated[i].Item)));
        }

        Array.Sort(changes, rated);
        return rated[..Math.Min(count, rated.Length)];
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
