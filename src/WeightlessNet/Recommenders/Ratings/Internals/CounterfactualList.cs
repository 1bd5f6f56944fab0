namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>Collects the counterfactuals that change something, and sorts them by how much they change.</summary>
internal sealed class CounterfactualList
{
    private readonly List<Counterfactual> _found = [];

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
