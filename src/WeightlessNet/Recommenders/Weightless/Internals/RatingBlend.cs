namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// What a personal network's deviations are taken from: the crowd's mean of an item, or, where there is another model as base, a mixture
/// of both.
/// </summary>
/// <remarks>
/// Cells are linear in what is written to them. So a network over a mixture answers as the same mixture of two networks would, one over
/// each part. Not safe for concurrent use; its owner locks.
/// </remarks>
internal sealed class RatingBlend
{
    private const int ShareBits = 10;
    private const int ShrinkageUnit = 16;

    private readonly long _share;
    private readonly long _shrinkage;
    private int[] _row = [];
    private IRatingBase? _base;

    /// <param name="share">What part of the mixture is the base's for a user of many ratings, 0 to 1.</param>
    /// <param name="shrinkage">With how many ratings of a user the base has half of that part.</param>
    public RatingBlend(double share, double shrinkage)
    {
        _share = (long)Math.Round(share * (1 << ShareBits));
        _shrinkage = (long)Math.Round(shrinkage * ShrinkageUnit);
    }

    /// <summary>Grows with every change of the base.</summary>
    public long Version { get; private set; }

    /// <summary>Puts another base, or none, in the place of the present one.</summary>
    public void Replace(IRatingBase? replacement)
    {
        _base = replacement;
        Version++;
    }

    /// <summary>
    /// The base's share in the mixture for a user who has rated so much, with 10 binary digits. It goes by what the base was trained on:
    /// a user of whom it knows nothing, and one of no ratings, is answered by the crowd.
    /// </summary>
    public long ShareOf(int user, int ratings)
    {
        if (_base is null || ratings == 0)
        {
            return 0;
        }

        long known = Math.Min(_base.RatingCountOf(user) ?? ratings, ratings);
        return known == 0 ? 0 : _share * known * ShrinkageUnit / ((known * ShrinkageUnit) + _shrinkage);
    }

    /// <summary>What a user's answer for an item starts from.</summary>
    public int Of(int user, int item, int crowdMean, long share) =>
        share == 0 ? crowdMean : Mix(_base!.Of(user, item), crowdMean, share);

    /// <summary>What a user's rating of an item is compared with, which knows nothing of that rating.</summary>
    public int OutOfFold(int user, int item, int crowdMean, long share) =>
        share == 0 ? crowdMean : Mix(_base!.OutOfFold(user, item), crowdMean, share);

    /// <summary>Asks the base for every item, for the user whose items are ranked next.</summary>
    public void Follow(int user, int itemCount, long share)
    {
        if (share == 0)
        {
            return;
        }

        int length = (itemCount + CatalogScan.BlockSize - 1) / CatalogScan.BlockSize * CatalogScan.BlockSize;
        if (_row.Length < length)
        {
            _row = new int[length];
        }

        _base!.Fill(user, _row.AsSpan(0, itemCount));
    }

    /// <summary>What the answers for some items in a row start from, for the user that is followed. Valid until the next call.</summary>
    /// <param name="first">The first item.</param>
    /// <param name="crowdMeans">The crowd's means of the items; beyond the catalog's last anything.</param>
    /// <param name="share">The user's share.</param>
    public ReadOnlySpan<int> Followed(int first, ReadOnlySpan<int> crowdMeans, long share)
    {
        if (share == 0)
        {
            return crowdMeans;
        }

        for (int i = 0; i < crowdMeans.Length; i++)
        {
            _row[first + i] = Mix(_row[first + i], crowdMeans[i], share);
        }

        return _row.AsSpan(first, crowdMeans.Length);
    }

    /// <summary>Leaves nothing of the user who was followed last.</summary>
    public void Clear() => Array.Clear(_row);

    /// <summary>What a user's answer for an item starts from, in parts; the base's part is null where there is no base.</summary>
    public (int Everyone, int Crowd, int? Base) PartsOf(int user, int item, int totalMean, int crowdMean, long share)
    {
        int crowd = crowdMean - totalMean - Part(crowdMean - totalMean, share);
        return (totalMean, crowd, _base is null ? null : Of(user, item, crowdMean, share) - totalMean - crowd);
    }

    private static int Mix(int answer, int crowdMean, long share) => crowdMean + Part(answer - crowdMean, share);

    private static int Part(int deviation, long share) => (int)((deviation * share) >> ShareBits);
}
