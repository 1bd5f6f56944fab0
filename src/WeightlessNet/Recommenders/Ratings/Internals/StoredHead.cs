using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>
/// How the snapshot of every recommender begins: the shape, which is items, users, ratings and, if it is not 1, the number of the layout;
/// then the scale.
/// </summary>
internal sealed class StoredHead
{
    private readonly SnapshotReader _reader;
    private readonly int _userCount;
    private readonly int _ratingCount;

    private StoredHead(SnapshotReader reader, int[] shape)
    {
        _reader = reader;
        (ItemCount, _userCount, _ratingCount) = (shape[0], shape[1], shape[2]);
        Layout = shape.Length > 3 ? shape[3] : 1;
        Scale = RatingScale.Read(reader);
    }

    /// <summary>How many items there are.</summary>
    public int ItemCount { get; }

    /// <summary>The scale of the ratings.</summary>
    public RatingScale Scale { get; }

    /// <summary>The layout of what follows, 1 or more.</summary>
    public int Layout { get; }

    /// <summary>Begins the snapshot of a recommender.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="kind">The kind of the recommender.</param>
    /// <param name="seed">The seed of the recommender; null where it draws no random numbers.</param>
    /// <param name="itemCount">How many items there are.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="log">The ratings.</param>
    /// <param name="layout">The layout of what follows, 1 or more.</param>
    public static void Write(
        SnapshotWriter writer, SnapshotKind kind, ulong? seed, int itemCount, RatingScale scale, RatingLog log, int layout = 1)
    {
        ReadOnlySpan<long> shape = [itemCount, StoredRatings.UserCount(log), log.RatingCount, layout];
        shape = shape[..(layout > 1 ? 4 : 3)];
        if (seed is ulong given)
        {
            writer.BeginSeededObject(kind, given, shape);
        }
        else
        {
            writer.BeginObject(kind, shape);
        }

        scale.WriteTo(writer);
    }

    /// <summary>Reads the beginning of a recommender that draws no random numbers.</summary>
    public static StoredHead Read(SnapshotReader reader, SnapshotObject head) => new(reader, head.Shape(3));

    /// <summary>Reads the beginning of a recommender that has a seed.</summary>
    public static StoredHead ReadSeeded(SnapshotReader reader, SnapshotObject head) => new(reader, head.SeededShape(3));

    /// <summary>Reads the beginning of a recommender that draws no random numbers and has more than one layout.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="head">The head.</param>
    /// <param name="newestLayout">The newest layout that is known, 2 or more.</param>
    public static StoredHead Read(SnapshotReader reader, SnapshotObject head, int newestLayout) =>
        Checked(new(reader, head.Shape(ShapeOf(head))), head, newestLayout);

    /// <summary>Reads the beginning of a recommender that has a seed and more than one layout.</summary>
    /// <inheritdoc cref="Read(SnapshotReader, SnapshotObject, int)"/>
    public static StoredHead ReadSeeded(SnapshotReader reader, SnapshotObject head, int newestLayout) =>
        Checked(new(reader, head.SeededShape(ShapeOf(head))), head, newestLayout);

    private static int ShapeOf(SnapshotObject head) => head.ShapeLength > 3 ? 4 : 3;

    private static StoredHead Checked(StoredHead stored, SnapshotObject head, int newestLayout) =>
        stored.Layout <= newestLayout && (stored.Layout > 1 || head.ShapeLength == 3)
            ? stored
            : throw stored._reader.Invalid($"the layout must be 1 to {newestLayout}, without a number where it is 1, not {stored.Layout}");

    /// <summary>Reads the ratings, and what was trained, into a new recommender.</summary>
    /// <param name="create">Makes the recommender, once there have been bytes for every item.</param>
    /// <param name="modelOf">The model of the recommender.</param>
    public T ReadModel<T, TModel>(Func<T> create, Func<T, LoggedModel<TModel>> modelOf)
        where TModel : ILoggedModel => ReadModel(create, modelOf, static (model, reader) => model.ReadTraining(reader));

    /// <summary>Reads the ratings, and what was trained, into a new recommender. <c>read</c> reads what was trained.</summary>
    public T ReadModel<T, TModel>(Func<T> create, Func<T, LoggedModel<TModel>> modelOf, Action<TModel, SnapshotReader> read)
        where TModel : ILoggedModel
    {
        T recommender = StoredRatings.Read(
            _reader, ItemCount, _userCount, _ratingCount, create, (recommender, rating) => modelOf(recommender).Restore(rating));
        read(modelOf(recommender).Model, _reader);
        return recommender;
    }
}
