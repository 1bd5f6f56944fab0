using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;

namespace WeightlessNet.Orleans.Sharing;

/// <summary>When and how a silo trains what all users of the cluster have in common.</summary>
/// <remarks>Give all silos the same.</remarks>
public sealed class CrowdTrainingOptions
{
    /// <summary>
    /// When a training is due. The default is that of <see cref="TrainingRule"/>: after 500 changes of ratings, then when a quarter has
    /// changed. What users forget counts as a change, so <see cref="TrainingRule.AtLeastEvery"/> is the longest time for which a model
    /// knows a rating that was forgotten, plus the time of a training.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TrainingRule Rule
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = new();

    /// <summary>
    /// Creates the recommender that a training teaches, from the items and the scale of the silo's crowd; null, the default, for a
    /// <see cref="HybridRecommender"/> with its own central models, and options that leave it its defaults.
    /// </summary>
    /// <remarks>
    /// It must have these items, or fewer, this scale, and the options that the crowd was made with
    /// (<see cref="HybridOptions.Personal"/>), and central models that can be shared (<see cref="CrowdModel.From(HybridRecommender)"/>). It
    /// may have learned ratings of other people already: users of the cluster get ids after theirs.
    /// </remarks>
    public Func<ItemCatalog, RatingScale, HybridRecommender>? Create { get; set; }

    /// <summary>
    /// The most ratings that a training reads into memory, 1 or more; the default is 10,000,000. Each takes some 100 bytes while a training
    /// runs. Where users have given more, it learns from those users whose hashed keys are lowest: the same sample each time.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public int MostRatings
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 10_000_000;

    /// <summary>How many users are read at once: 1 or more; the default is 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public int UsersPerReading
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 1_000;

    /// <summary>How often a silo looks whether a training is due: 10 milliseconds to 1 hour; the default is 10 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan Interval
    {
        get;
        set => field = value >= TimeSpan.FromMilliseconds(10) && value <= TimeSpan.FromHours(1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(Interval)} must be 10 milliseconds to 1 hour.");
    } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a silo that trains is believed to live without a sign: 1 second to 1 hour; the default is 1 minute. It gives a sign three
    /// times as often. After the end of a silo, another one begins a training after this time.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan Lease
    {
        get;
        set => field = value >= TimeSpan.FromSeconds(1) && value <= TimeSpan.FromHours(1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(Lease)} must be 1 second to 1 hour.");
    } = TimeSpan.FromMinutes(1);

    /// <summary>The most bytes of a crowd that is published: a document without the head of a training.</summary>
    internal int MostBytes { get; init; } = StoredDocument.MaximumLength - 1_000;

    internal HybridRecommender CreateFor(CrowdModel crowd) => Create is { } create
        ? create(crowd.Catalog, crowd.Scale)
            ?? throw new InvalidOperationException($"{nameof(Create)} returned null. It must create a recommender.")
        : new HybridRecommender(crowd.Catalog, crowd.Scale, options: new HybridOptions
        {
            Fitting = Rule.MaxDegreeOfParallelism is int threads
                ? new CentralModelOptions { MaxDegreeOfParallelism = threads }
                : new CentralModelOptions(),
        });
}
