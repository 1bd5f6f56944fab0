using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The state of an <see cref="ImplicitFactorizationRecommender"/>: the ratings, the factors of the items, and those of some users who were
/// read since their last rating.
/// </summary>
internal sealed class ImplicitFactorizationModel : ILikeModel
{
    // The factors of other users are solved again when they are asked for.
    private const int MaximumHotUsers = 1024;

    private readonly int _itemCount;
    private readonly ImplicitFactorizationOptions _options;
    private readonly ConcurrentBag<NormalEquations> _equations = [];

    // Held only to look up, to add or to remove a user, never while factors are solved.
    private readonly Lock _finding = new();
    private readonly HotUsers<SolvedUser> _users = new(MaximumHotUsers);
    private LikeColumns _columns;
    private ImplicitFactors? _items;

    public ImplicitFactorizationModel(int itemCount, RatingScale scale, ImplicitFactorizationOptions options)
    {
        _itemCount = itemCount;
        _options = options;
        Ratings = new LikedRatings(itemCount, scale, LikeOptions.LikedFrom(options.LikedFrom, scale, nameof(options)), options.Weighting);
        _columns = LikeColumns.MostLiked(Ratings, itemCount, itemCount);
    }

    /// <summary>All ratings.</summary>
    public LikedRatings Ratings { get; }

    public RatingLog Log => Ratings.Log;

    public void Withdraw(int user, int? item)
    {
        Ratings.Withdraw(user, item);
        lock (_finding)
        {
            _users.Remove(user);
        }
    }

    /// <summary>Adds a valid rating; the factors of its user are solved again when they are next read.</summary>
    public void Set(in Rating rating)
    {
        Ratings.Set(rating);
        lock (_finding)
        {
            _users.Remove(rating.User);
        }
    }

    public double Predict(int user, int item) => Ratings.Predict(user, item);

    /// <summary>Trains the factors of all items that at least one user likes.</summary>
    public void Train(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _columns = LikeColumns.MostLiked(Ratings, _itemCount, _itemCount);
        if (_columns.Count > 0)
        {
            _items = ImplicitFactors.Train(LikeMatrix.Of(Ratings, _columns), _options, progress, cancellationToken);
        }
        else
        {
            progress?.Report(1);
        }
    }

    // The items that have factors; the factors of the first of them, of the second ..., f64 each. Those of users follow from them.
    public Action<SnapshotWriter> CopyTraining() => writer =>
    {
        _columns.WriteTo(writer);
        _items?.WriteTo(writer);
    };

    public void ReadTraining(SnapshotReader reader)
    {
        _columns = LikeColumns.Read(reader, _itemCount);
        _items = _columns.Count == 0 ? null : ImplicitFactors.Read(reader, _columns.Count, _options);
    }

    public void Rank(int user, in LikeQuestion question, in UnavailableItems unavailable, ref TopItems best)
    {
        Vector256<double>[]? factors = FactorsOf(user, question.Ratings);
        if (factors is null)
        {
            question.RankByLikes(unavailable, ref best);
            return;
        }

        double[] rented = ArrayPool<double>.Shared.Rent(_columns.Count);
        Span<double> scores = rented.AsSpan(0, _columns.Count);
        Multiply(factors, scores);
        _columns.Rank<double>(question.Likes, scores, unavailable, ref best);
        ArrayPool<double>.Shared.Return(rented, clearArray: true);
    }

    /// <summary>Scores all items for a user with these ratings, of which nothing is kept. Thread-safe.</summary>
    public void Score(ReadOnlySpan<RatedItem> entries, Span<float> destination)
    {
        using UserLikes likes = new(Ratings, _columns, entries);
        if (likes.Columns.IsEmpty)
        {
            destination.Clear();
            return;
        }

        int width = NormalEquations.VectorsFor(_options.Factors);
        Vector256<double>[] solved = ArrayPool<Vector256<double>>.Shared.Rent(width);
        double[] rented = ArrayPool<double>.Shared.Rent(_columns.Count);
        Span<double> scores = rented.AsSpan(0, _columns.Count);
        Solve(likes.Columns, likes.Weights, solved.AsSpan(0, width));
        Multiply(solved.AsSpan(0, width), scores);
        _columns.Scatter<double>(scores, destination);
        ArrayPool<double>.Shared.Return(rented, clearArray: true);
        ArrayPool<Vector256<double>>.Shared.Return(solved, clearArray: true);
    }

    private void Multiply(ReadOnlySpan<Vector256<double>> factors, Span<double> scores)
    {
        for (int column = 0; column < scores.Length; column++)
        {
            scores[column] = NormalEquations.Dot(factors, _items![column]);
        }
    }

    private void Solve(ReadOnlySpan<int> likes, ReadOnlySpan<float> weights, Span<Vector256<double>> solution)
    {
        NormalEquations equations = _equations.TryTake(out NormalEquations? used) ? used : new NormalEquations(_options.Factors);
        _items!.SolveOther(likes, weights, equations, solution);

        // Nothing of the user stays.
        equations.Clear();
        _equations.Add(equations);
    }

    /// <summary>Copies the factors of an item; zeros where it has none. Thread-safe.</summary>
    public void CopyItemFactors(int item, Span<double> destination) =>
        Copy(_columns.Of(item) is int column and >= 0 ? _items![column] : default, destination);

    /// <summary>Copies the factors of a user with these ratings; zeros where there are none. Thread-safe.</summary>
    public void CopyUserFactors(int user, ReadOnlySpan<RatedItem> ratings, Span<double> destination) =>
        Copy(FactorsOf(user, ratings), destination);

    private void Copy(ReadOnlySpan<Vector256<double>> factors, Span<double> destination)
    {
        Span<double> written = destination[.._options.Factors];
        if (factors.IsEmpty)
        {
            written.Clear();
        }
        else
        {
            MemoryMarshal.Cast<Vector256<double>, double>(factors)[.._options.Factors].CopyTo(written);
        }
    }

    // The factors of a user with these ratings; null for one who likes no item that has factors.
    private Vector256<double>[]? FactorsOf(int user, ReadOnlySpan<RatedItem> ratings)
    {
        using UserLikes likes = new(Ratings, _columns, ratings);
        if (likes.Columns.IsEmpty)
        {
            return null;
        }

        SolvedUser? known;
        lock (_finding)
        {
            known = _users.Find(user);
        }

        // The user may have rated since the ratings were copied, or since the factors were solved.
        if (known is not null && likes.Columns.SequenceEqual(known.Likes) && likes.Weights.SequenceEqual(known.Weights))
        {
            return known.Factors;
        }

        SolvedUser solved = new(
            likes.Columns.ToArray(), likes.Weights.ToArray(), new Vector256<double>[NormalEquations.VectorsFor(_options.Factors)]);
        Solve(solved.Likes, solved.Weights, solved.Factors);
        lock (_finding)
        {
            _users.Remove(user);
            _users.Add(user, _ => solved);
        }

        return solved.Factors;
    }

    // The factors of a user, which never change, and the likes and weights that they were solved from.
    private sealed record SolvedUser(int[] Likes, float[] Weights, Vector256<double>[] Factors);
}
