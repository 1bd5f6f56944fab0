using System.Buffers;
using System.Numerics.Tensors;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>The state of an <see cref="EaseRecommender"/>: the ratings, and the weights of the last training.</summary>
internal sealed class EaseModel : ILikeModel
{
    private readonly int _itemCount;
    private readonly EaseOptions _options;
    private LikeColumns _columns;
    private EaseWeights? _weights;

    public EaseModel(int itemCount, RatingScale scale, EaseOptions options)
    {
        _itemCount = itemCount;
        _options = options;
        Ratings = new LikedRatings(itemCount, scale, LikeOptions.LikedFrom(options.LikedFrom, scale, nameof(options)), options.Weighting);
        _columns = LikeColumns.MostLiked(Ratings, itemCount, options.MaximumItems);
    }

    /// <summary>All ratings.</summary>
    public LikedRatings Ratings { get; }

    public RatingLog Log => Ratings.Log;

    public void Set(in Rating rating) => Ratings.Set(rating);

    public void Withdraw(int user, int? item) => Ratings.Withdraw(user, item);

    public double Predict(int user, int item) => Ratings.Predict(user, item);

    /// <summary>Trains the weights of the items that most users like.</summary>
    public void Train(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _columns = LikeColumns.MostLiked(Ratings, _itemCount, _options.MaximumItems);
        if (_columns.Count > 0)
        {
            _weights = EaseWeights.Train(LikeMatrix.Of(Ratings, _columns), _options, progress, cancellationToken);
        }
        else
        {
            progress?.Report(1);
        }
    }

    // The items that have weights; the weights of a like of the first of them for each, of the second ..., f32 each.
    public Action<SnapshotWriter> CopyTraining() => writer =>
    {
        _columns.WriteTo(writer);
        _weights?.WriteTo(writer);
    };

    public void ReadTraining(SnapshotReader reader)
    {
        _columns = LikeColumns.Read(reader, _itemCount);
        _weights = _columns.Count == 0 ? null : EaseWeights.Read(reader, _columns.Count);
    }

    public void Rank(int user, in LikeQuestion question, in UnavailableItems unavailable, ref TopItems best)
    {
        using UserLikes likes = new(Ratings, _columns, question.Ratings);
        if (likes.Columns.IsEmpty)
        {
            question.RankByLikes(unavailable, ref best);
            return;
        }

        float[] rented = ArrayPool<float>.Shared.Rent(_columns.Count);
        Span<float> scores = rented.AsSpan(0, _columns.Count);
        SumWeights(likes, scores);
        _columns.Rank<float>(question.Likes, scores, unavailable, ref best);
        ArrayPool<float>.Shared.Return(rented, clearArray: true);
    }

    /// <summary>Scores all items for a user with these ratings, of which nothing is kept. Thread-safe.</summary>
    public void Score(ReadOnlySpan<RatedItem> entries, Span<float> destination)
    {
        using UserLikes likes = new(Ratings, _columns, entries);
        float[] rented = ArrayPool<float>.Shared.Rent(_columns.Count);
        Span<float> scores = rented.AsSpan(0, _columns.Count);
        SumWeights(likes, scores);
        _columns.Scatter<float>(scores, destination);
        ArrayPool<float>.Shared.Return(rented, clearArray: true);
    }

    private void SumWeights(in UserLikes likes, Span<float> scores)
    {
        scores.Clear();
        for (int like = 0; like < likes.Columns.Length; like++)
        {
            ReadOnlySpan<float> row = _weights![likes.Columns[like]];
            if (likes.Weights.IsEmpty)
            {
                TensorPrimitives.Add(scores, row, scores);
                continue;
            }

            float weight = likes.Weights[like];
            for (int item = 0; item < row.Length; item++)
            {
                scores[item] += weight * row[item];
            }
        }
    }
}
