using System.Buffers;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The columns of the items that some ratings like, in the order of the ratings, and their weights; items without a column are left out.
/// </summary>
/// <remarks>Dispose of it: its memory is rented, and cleared before it is given back.</remarks>
internal readonly ref struct UserLikes
{
    private readonly int[] _columns;
    private readonly float[]? _weights;
    private readonly int _count;

    public UserLikes(LikedRatings ratings, LikeColumns columns, ReadOnlySpan<RatedItem> entries)
    {
        _columns = ArrayPool<int>.Shared.Rent(entries.Length);
        LikeWeighting weighting = ratings.Weighting;
        if (!weighting.IsEqual)
        {
            _weights = ArrayPool<float>.Shared.Rent(entries.Length);
        }

        float usual = weighting.Amounts == LikeWeights.ByAmount ? UsualAmount(ratings, entries) : float.PositiveInfinity;
        long latest = weighting.HalfLife is null ? 0 : LatestLike(ratings, entries);
        foreach (RatedItem entry in entries)
        {
            if (ratings.IsLike(entry) && columns.Of(entry.Item) is int column and >= 0)
            {
                _weights?[_count] = (float)(WeightOf(entry.Value, usual) * weighting.LeftOf(entry.Timestamp, latest));
                _columns[_count++] = column;
            }
        }
    }

    /// <summary>The columns.</summary>
    public ReadOnlySpan<int> Columns => _columns.AsSpan(0, _count);

    /// <summary>The weight of each; empty where all are 1.</summary>
    public ReadOnlySpan<float> Weights => _weights is null ? [] : _weights.AsSpan(0, _count);

    public void Dispose()
    {
        _columns.AsSpan(0, _count).Clear();
        ArrayPool<int>.Shared.Return(_columns);
        if (_weights is not null)
        {
            _weights.AsSpan(0, _count).Clear();
            ArrayPool<float>.Shared.Return(_weights);
        }
    }

    // The lower median of the amounts above 0, or 0 if there are none. The bits of such floats are in their order.
    private float UsualAmount(LikedRatings ratings, ReadOnlySpan<RatedItem> entries)
    {
        int count = 0;
        foreach (RatedItem entry in entries)
        {
            if (ratings.IsLike(entry) && entry.Value > 0)
            {
                _columns[count++] = BitConverter.SingleToInt32Bits(entry.Value);
            }
        }

        Span<int> bits = _columns.AsSpan(0, count);
        bits.Sort();
        float usual = count == 0 ? 0 : BitConverter.Int32BitsToSingle(bits[(count - 1) / 2]);
        bits.Clear();
        return usual;
    }

    private static long LatestLike(LikedRatings ratings, ReadOnlySpan<RatedItem> entries)
    {
        long latest = long.MinValue;
        foreach (RatedItem entry in entries)
        {
            if (ratings.IsLike(entry) && entry.Timestamp != 0)
            {
                latest = Math.Max(latest, entry.Timestamp);
            }
        }

        return latest;
    }

    // 1 up to the usual amount, less than 2 above. The double has the exact sum, so that no unit changes the quotient.
    private static double WeightOf(float amount, float usual) => amount > usual ? (float)(2 * (amount / ((double)amount + usual))) : 1;
}
