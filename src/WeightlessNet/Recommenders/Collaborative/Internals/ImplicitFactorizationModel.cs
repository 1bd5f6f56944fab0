using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The state of an <see cref="ImplicitFactorizationRecommender"/>: the ratings, the factors of the items, and those of some users who were
/// read since their last rating.
/// </summary>
internal sealed class ImplicitFactorizationModel : IBatchModel
{
    // The factors of other users are solved again when they are asked for.
    private const int MaximumHotUsers = 1024;

    private readonly int _itemCount;
    private readonly ImplicitFactorizationOptions _options;
    private readonly NormalEquations _equations;
    private readonly List<int> _likes = [];
    private readonly Vector256<double>[] _solved;
    private readonly HotUsers<Vector256<double>[]> _users = new(MaximumHotUsers);
    private LikeColumns _columns;
    private ImplicitFactors? _items;

    public ImplicitFactorizationModel(int itemCount, RatingScale scale, ImplicitFactorizationOptions options)
    {
        _itemCount = itemCount;
        _options = options;
        _equations = new NormalEquations(options.Factors);
        _solved = new Vector256<double>[NormalEquations.VectorsFor(options.Factors)];
        Ratings = new LikedRatings(itemCount, scale, LikeOptions.LikedFrom(options.LikedFrom, scale, nameof(options)));
        _columns = LikeColumns.MostLiked(Ratings, itemCount, itemCount);
    }

    /// <summary>All ratings.</summary>
    public LikedRatings Ratings { get; }

    public RatingLog Log => Ratings.Log;

    /// <summary>Adds a valid rating; the factors of its user are solved again when they are next read.</summary>
    public void Set(in Rating rating)
    {
        Ratings.Set(rating);
        _users.Remove(rating.User);
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
    public void WriteTrainingTo(SnapshotWriter writer)
    {
        _columns.WriteTo(writer);
        _items?.WriteTo(writer);
    }

    public void ReadTraining(SnapshotReader reader)
    {
        _columns = LikeColumns.Read(reader, _itemCount);
        _items = _columns.Count == 0 ? null : ImplicitFactors.Read(reader, _columns.Count, _options);
    }

    public void Rank(int user, in UnavailableItems unavailable, ref TopItems best)
    {
        Vector256<double>[]? factors = FactorsOf(user);
        if (factors is null)
        {
            Ratings.RankByLikes(unavailable, ref best);
            return;
        }

        double[] rented = ArrayPool<double>.Shared.Rent(_columns.Count);
        Span<double> scores = rented.AsSpan(0, _columns.Count);
        Multiply(factors, scores);
        _columns.Rank(Ratings, scores, unavailable, ref best);
        ArrayPool<double>.Shared.Return(rented, clearArray: true);
    }

    /// <summary>Scores all items for a user with these ratings, of which nothing is kept.</summary>
    public void Score(ReadOnlySpan<RatedItem> entries, Span<float> destination)
    {
        _likes.Clear();
        Ratings.CopyLikes(entries, _columns, _likes);
        if (_likes.Count == 0)
        {
            destination.Clear();
            return;
        }

        double[] rented = ArrayPool<double>.Shared.Rent(_columns.Count);
        Span<double> scores = rented.AsSpan(0, _columns.Count);
        SolveLikes(_solved);
        Multiply(_solved, scores);
        _columns.Scatter<double>(scores, destination);
        ArrayPool<double>.Shared.Return(rented, clearArray: true);
        CollectionsMarshal.AsSpan(_likes).Clear();
        _solved.AsSpan().Clear();
        _equations.Clear();
    }

    private void Multiply(ReadOnlySpan<Vector256<double>> factors, Span<double> scores)
    {
        for (int column = 0; column < scores.Length; column++)
        {
            scores[column] = NormalEquations.Dot(factors, _items![column]);
        }
    }

    private void SolveLikes(Span<Vector256<double>> solution) =>
        _items!.SolveOther(CollectionsMarshal.AsSpan(_likes), _equations, solution);

    /// <summary>Copies the factors of an item; zeros where it has none.</summary>
    public void CopyItemFactors(int item, Span<double> destination) =>
        Copy(_columns.Of(item) is int column and >= 0 ? _items![column] : default, destination);

    /// <summary>Copies the factors of a user; zeros where there are none.</summary>
    public void CopyUserFactors(int user, Span<double> destination) => Copy(FactorsOf(user), destination);

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

    // The factors of a user; null for one who likes no item that has factors.
    private Vector256<double>[]? FactorsOf(int user)
    {
        if (_users.Find(user) is { } known)
        {
            return known;
        }

        _likes.Clear();
        Ratings.CopyLikes(user, _columns, _likes);
        if (_likes.Count == 0)
        {
            return null;
        }

        return _users.Add(user, given =>
        {
            Vector256<double>[] solved = given ?? new Vector256<double>[NormalEquations.VectorsFor(_options.Factors)];
            SolveLikes(solved);
            return solved;
        });
    }
}
