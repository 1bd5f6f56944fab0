namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// The base that a personal network corrects: the crowd's mean of an item, or, if there is a base model, a mixture of both.
/// </summary>
/// <remarks>
/// Cells are linear in the values written to them, so a network over a mixture gives the same answer as the mixture of two networks, one
/// over each part. Not thread-safe; the owner locks.
/// </remarks>
internal sealed class RatingBlend
{
    private const int ShareBits = 10;
    private const int ShrinkageUnit = 16;

    private readonly long _share;
    private readonly long _shrinkage;
    private int[] _row = [];
    private IRatingBase? _base;

    /// <param name="share">The share of the base model for a user with many ratings, 0 to 1.</param>
    /// <param name="shrinkage">The number of a user's ratings with which the base model has half of that share.</param>
    public RatingBlend(double share, double shrinkage)
    {
        _share = (long)Math.Round(share * (1 << ShareBits));
        _shrinkage = (long)Math.Round(shrinkage * ShrinkageUnit);
    }

    /// <summary>Increases with every change of the base model.</summary>
    public long Version { get; private set; }

    /// <summary>Replaces the base model; null for none.</summary>
    public void Replace(IRatingBase? replacement)
    {
        _base = replacement;
        Version++;
    }

    /// <summary>
    /// The base model's share for a user with this number of ratings, with 10 fraction bits. It depends on how many of the user's ratings
    /// the base model was trained on: users it does not know, and users without ratings, get the crowd's mean.
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

    /// <summary>The base of a user's answer for an item.</summary>
    public int Of(int user, int item, int crowdMean, long share) =>
        share == 0 ? crowdMean : Mix(_base!.Of(user, item), crowdMean, share);

    /// <summary>The base for a user's rating of an item, from a model that was trained without that rating.</summary>
    public int OutOfFold(int user, int item, int crowdMean, long share) =>
        share == 0 ? crowdMean : Mix(_base!.OutOfFold(user, item), crowdMean, share);

    /// <summary>Requests the base model's answers for all items, for the user whose items are ranked next.</summary>
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

    /// <summary>
    /// The base of the answers for consecutive items, for the user of the last call of <see cref="Follow"/>. Valid until the next call.
    /// </summary>
    /// <param name="first">The first item.</param>
    /// <param name="crowdMeans">The crowd's means of the items; entries beyond the last item may have any value.</param>
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

    /// <summary>Clears the data of the user of the last call of <see cref="Follow"/>.</summary>
    public void Clear() => Array.Clear(_row);

    /// <summary>The parts of the base of a user's answer for an item; the base model's part is null if there is none.</summary>
    public (int Everyone, int Crowd, int? Base) PartsOf(int user, int item, int totalMean, int crowdMean, long share)
    {
        int crowd = crowdMean - totalMean - Part(crowdMean - totalMean, share);
        return (totalMean, crowd, _base is null ? null : Of(user, item, crowdMean, share) - totalMean - crowd);
    }

    private static int Mix(int answer, int crowdMean, long share) => crowdMean + Part(answer - crowdMean, share);

    private static int Part(int deviation, long share) => (int)((deviation * share) >> ShareBits);
}
