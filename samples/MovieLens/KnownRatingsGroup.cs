using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>A range of numbers of known ratings, coarser than the rows of reports, so that a table has room for all.</summary>
internal sealed record KnownRatingsGroup(string Title, int Minimum, int Maximum)
{
    /// <summary>For runs where every user starts without a rating.</summary>
    public static readonly IReadOnlyList<KnownRatingsGroup> FromTheFirstRating =
        [new("0-5 known", 0, 5), new("6-20", 6, 20), new("21-100", 21, 100), new("over 100", 101, int.MaxValue)];

    /// <summary>For users grouped by activity.</summary>
    public static readonly IReadOnlyList<KnownRatingsGroup> OfUsers =
    [
        new("to 10", 0, 10), new("11-20", 11, 20), new("21-50", 21, 50), new("51-100", 51, 100), new("over 100", 101, int.MaxValue),
    ];

    public bool Contains(int known) => known >= Minimum && known <= Maximum;

    /// <summary>The error of a group; null if it has no prediction.</summary>
    public double? RmseOf(IEnumerable<KnownRatingsErrors> rows)
    {
        KnownRatingsErrors[] inside = [.. rows.Where(row => Contains(row.Minimum))];
        int count = inside.Sum(row => row.Count);
        return count == 0 ? null : Math.Sqrt(inside.Sum(row => row.Count * row.Rmse * row.Rmse) / count);
    }

    /// <summary>The NDCG of a group; null if it has no user.</summary>
    public double? NdcgOf(IEnumerable<KnownRatingsRanking> rows)
    {
        KnownRatingsRanking[] inside = [.. rows.Where(row => Contains(row.Minimum))];
        int users = inside.Sum(row => row.UserCount);
        return users == 0 ? null : inside.Sum(row => row.UserCount * row.Ndcg) / users;
    }
}
