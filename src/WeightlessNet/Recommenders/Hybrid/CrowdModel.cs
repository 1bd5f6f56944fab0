using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>
/// What all users of a recommender share, without the users: the items, how often and how highly they are rated, the learned weights and
/// the items' side of the central models. With it, a <see cref="PersonalModel"/> answers without the recommender: on a phone, in a grain
/// or in another process.
/// </summary>
/// <remarks>
/// <para>
/// Save it with <see cref="Storage.Snapshot"/> and load it once in a process; any number of personal models can use it at the same time.
/// It is immutable: what personal models learn does not change it. Thread-safe.
/// </para>
/// <para>
/// It has no list of any user's ratings and no user's factors, but it is not anonymous: if one user alone has rated an item, the item's sum
/// is that rating.
/// </para>
/// </remarks>
public sealed partial class CrowdModel
{
    private readonly SharedContent _content;
    private readonly CentralModel? _central;

    private CrowdModel(SharedContent content, CentralModel? central)
    {
        _content = content;
        _central = central;
        Crowd = content.Make();
    }

    /// <summary>The number of items, removed ones too.</summary>
    public int ItemCount => _content.Catalog.Count;

    /// <summary>The scale of the ratings.</summary>
    public RatingScale Scale => _content.Scale;

    /// <summary>The options of the personal networks.</summary>
    internal WeightlessOptions Options => _content.Options;

    /// <summary>Makes versions for the users of personal models.</summary>
    internal FixedCrowd Crowd { get; }

    /// <summary>Copies what the users of a recommender share at this moment. The recommender may be used by other threads meanwhile.</summary>
    /// <param name="recommender">The recommender.</param>
    /// <exception cref="ArgumentNullException"><paramref name="recommender"/> is null.</exception>
    public static CrowdModel From(WeightlessRecommender recommender)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        return new CrowdModel(recommender.Share(), null);
    }

    /// <summary>Copies what the users of a recommender share at this moment. The recommender may be used by other threads meanwhile.</summary>
    /// <param name="recommender">The recommender.</param>
    /// <exception cref="ArgumentNullException"><paramref name="recommender"/> is null.</exception>
    /// <exception cref="NotSupportedException">
    /// A central model answers from what it knows of its users. Only factorizations that the recommender has trained answer without their
    /// users: those that it creates itself, and others that are <see cref="Collaborative.MatrixFactorizationRecommender"/>s.
    /// </exception>
    public static CrowdModel From(HybridRecommender recommender)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        (SharedContent content, CentralModel? central) = recommender.Share();
        if (central is null)
        {
            return new CrowdModel(content, null);
        }

        CentralModel items = central.WithoutUsers() ?? throw new NotSupportedException(
            "A central model answers from what it knows of its users. Only factorizations that the recommender trained can be shared.");
        return new CrowdModel(
            content with { Calibrated = content.Calibrated with { Central = new CentralAnswers(items) } }, items);
    }
}
