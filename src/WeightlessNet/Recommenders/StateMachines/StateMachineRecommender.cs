using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.StateMachines.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.StateMachines;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.StateMachines;

/// <summary>
/// One <see cref="StateMachine"/> per user: its input is an item's bits, its output the rating as a thermometer. With a catalog made by
/// the paper's item encoding (in the package WeightlessNet.Evaluation), a scale of 0 to 5 stars by halves and the default options it is
/// the system of "Weightless Neural Networks for Continuously Trainable Personalized Recommendation Systems" (arXiv 2511.05499):
/// I = Q = [10, 3, 3, 10], Z = [10], forward-forward, five steps of recall. Only the distance differs, which the paper does not publish.
/// </summary>
/// <remarks>
/// <para>
/// A machine has an output neuron for each level of the scale above the lowest; the predicted level is the number that fire. It learns a
/// rating as an unsequenced example and answers from no state. It serves comparisons: under the paper's protocol
/// <see cref="WeightlessRecommender"/> is more accurate (docs/state-machines.md).
/// </para>
/// <para>
/// The prediction for an item that is not in the catalog is the user's mean rating; for a user without ratings it is the item's mean over
/// all users, shrunk to the mean of all ratings by 5 of them; without any rating it is the middle of the scale. Every answer is a function
/// of the catalog and of the ratings: their order does not matter, and forgetting is exact. All arithmetic inside is integer, so
/// the answers are the same on every machine. Safe for concurrent use by many threads: calls take turns.
/// </para>
/// <para>
/// It can be stored with the connectors <see cref="StateMachineConnector.Full"/>, <see cref="StateMachineConnector.ForwardFull"/> and
/// <see cref="StateMachineConnector.ForwardForward"/>; others are code, and saving throws <see cref="NotSupportedException"/>.
/// </para>
/// </remarks>
public sealed class StateMachineRecommender : IForgettingRecommender, IKnownUsersRecommender, ISnapshot<StateMachineRecommender>
{
    private readonly ItemCatalog _catalog;
    private readonly StateMachineOptions _options;
    private readonly LoggedModel<StateMachineModel> _logged;

    /// <summary>Creates a recommender without ratings.</summary>
    /// <param name="catalog">The items and their bits.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="options">The shape of the machines; the defaults where null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The items have no bits, or the channels or the connector of the options do not fit the items.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The catalog is empty, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    public StateMachineRecommender(ItemCatalog catalog, RatingScale scale, StateMachineOptions? options = null)
    {
        RecommenderArguments.Check(catalog, scale);
        _options = options ?? new StateMachineOptions();
        int[] channels =
        [
            .. _options.InputChannels ?? [.. catalog.Fields.Select(field => field.BitCount).Where(bits => bits > 0)],
        ];
        if (channels.Length == 0)
        {
            throw new ArgumentException("The items have no bits. Give their schema a field with values.", nameof(catalog));
        }

        if (channels.Sum(bits => (long)bits) != catalog.BitCount)
        {
            throw new ArgumentException(
                $"The items have {catalog.BitCount} bits, the channels {string.Join(" + ", channels)}. They must be as many in total.",
                nameof(options));
        }

        _catalog = catalog;
        Architecture = new StateMachineArchitecture(channels, [scale.LevelCount - 1], _options.Connector);
        _logged = new(catalog.Count, scale, () => new StateMachineModel(catalog, scale, Architecture, _options));
    }

    /// <summary>The architecture of every user's machine.</summary>
    public StateMachineArchitecture Architecture { get; }

    /// <inheritdoc/>
    public int ItemCount => _logged.ItemCount;

    /// <inheritdoc/>
    public RatingScale Scale => _logged.Scale;

    /// <inheritdoc/>
    int IKnownUsersRecommender.UserIdBound => _logged.UserIdBound;

    /// <summary>How many ratings it holds.</summary>
    public int RatingCount => _logged.RatingCount;

    /// <inheritdoc/>
    public void Learn(in Rating rating) => _logged.Learn(rating);

    /// <inheritdoc/>
    public bool Forget(int user, int item) => _logged.Forget(user, item);

    /// <inheritdoc/>
    public int ForgetUser(int user) => _logged.ForgetUser(user);

    /// <inheritdoc/>
    public double Predict(int user, int item) => _logged.Predict(user, item);

    /// <summary>
    /// Writes the best items for a user, best first. The score is the predicted rating, so that many items tie.
    /// </summary>
    /// <inheritdoc/>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        _logged.Recommend(user, destination, excluded);

    static SnapshotKind ISnapshot<StateMachineRecommender>.Kind => SnapshotKind.StateMachineRecommender;

    // Seed: of the machines. After the options: the catalog, an object. Machines follow from the ratings and are not stored.
    void ISnapshot.WriteTo(SnapshotWriter writer) =>
        _logged.WriteTo(writer, SnapshotKind.StateMachineRecommender, _options.Seed, writer =>
        {
            _options.WriteTo(writer);
            writer.WriteObject(_catalog);
        });

    static StateMachineRecommender ISnapshot<StateMachineRecommender>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        var stored = StoredHead.ReadSeeded(reader, head);
        var options = StateMachineOptions.Read(reader, head.Seed);
        var catalog = ItemCatalog.ReadOf(reader, stored.ItemCount);
        return stored.ReadModel(() => new StateMachineRecommender(catalog, stored.Scale, options), made => made._logged);
    }
}
