using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// What remains of a factorization after a training, where nobody teaches it any more: the items, and the factors of the users. It holds no
/// ratings.
/// </summary>
/// <remarks>
/// Predictions are those of the <see cref="MatrixFactorizationRecommender"/>, except that the users' factors are rounded to single
/// precision. Lists are in the order of predictions, which tie at the ends of the scale. Immutable: safe for use from many threads without
/// locks.
/// </remarks>
internal sealed class TrainedFactorization : IKnownUsersRecommender, ISnapshot<TrainedFactorization>
{
    private const float LargestFactor = 1e15f;

    private readonly float[] _users;

    /// <param name="items">The items.</param>
    /// <param name="users">What describes each user to the items, user after user; a share of 0 for users without ratings.</param>
    public TrainedFactorization(FoldInModel items, float[] users)
    {
        Items = items;
        _users = users;
    }

    /// <summary>The items.</summary>
    public FoldInModel Items { get; }

    public int ItemCount => Items.ItemCount;

    public RatingScale Scale => Items.Scale;

    public int UserIdBound => _users.Length / Items.FactorCount;

    /// <exception cref="NotSupportedException">Always: its owner trains another one.</exception>
    public void Learn(in Rating rating) =>
        throw new NotSupportedException("A central model's recommenders do not learn single ratings. Fit another central model.");

    public double Predict(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        Span<double> factors = stackalloc double[Items.FactorCount];
        CopyFactors(user, factors);
        return Items.Predict(factors, item);
    }

    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        Span<double> factors = stackalloc double[Items.FactorCount];
        CopyFactors(user, factors);
        TopItems best = new(destination);
        using UnavailableItems unavailable = new(ItemCount, default, excluded);
        for (int item = 0; item < ItemCount; item++)
        {
            if (!unavailable.Contains(item))
            {
                best.Offer(item, Items.Predict(factors, item));
            }
        }

        return best.Complete();
    }

    private void CopyFactors(int user, Span<double> factors)
    {
        ReadOnlySpan<float> known = user < UserIdBound ? _users.AsSpan(user * factors.Length, factors.Length) : [];
        if (known.IsEmpty || known[Items.ShareAt] == 0)
        {
            Items.FoldIn([], factors);
            return;
        }

        for (int factor = 0; factor < factors.Length; factor++)
        {
            factors[factor] = known[factor];
        }
    }

    static SnapshotKind ISnapshot<TrainedFactorization>.Kind => SnapshotKind.TrainedFactorization;

    // Shape: items, users. Content: the scale; the items; for each user the factors, the share of them in an answer and the bias, f32 each,
    // all 0 for a user without ratings.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.TrainedFactorization, ItemCount, UserIdBound);
        Scale.WriteTo(writer);
        Items.WriteTo(writer);
        writer.Write(_users);
    }

    static TrainedFactorization ISnapshot<TrainedFactorization>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(2);
        var scale = RatingScale.Read(reader);
        if (shape[0] < 1)
        {
            throw reader.Invalid("there must be at least one item");
        }

        var items = FoldInModel.Read(reader, shape[0], scale);
        float[] users = reader.ReadFiniteSingles((long)shape[1] * items.FactorCount);
        for (int user = 0; user < shape[1]; user++)
        {
            ReadOnlySpan<float> factors = users.AsSpan(user * items.FactorCount, items.FactorCount);
            if (factors[items.ShareAt] is not (>= 0 and <= 1) || factors.ContainsAnyExceptInRange(-LargestFactor, LargestFactor))
            {
                throw reader.Invalid("a factor of a user is too high, or the share of the factors is not 0 to 1");
            }
        }

        return new TrainedFactorization(items, users);
    }
}
