using Orleans;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Orleans.Grains;

/// <summary>
/// One user: ratings, controls and the personal model. The grain's key is the user's key as text; of a number or a <see cref="Guid"/> its
/// invariant text.
/// </summary>
/// <remarks>
/// <para>
/// Calls of a user take turns. A change returns when it is stored, and shows in every later answer. Each change has an operation id: pass a
/// new one for a new change, and the same again when a call failed or its answer was lost. Of a user's last
/// <see cref="RememberedOperations"/> changes the ids are remembered, so that a repeated one is applied once; an id is kept as 64 bits.
/// </para>
/// <para>
/// A change that throws an <see cref="ArgumentException"/> changes nothing. One that throws an <see cref="IOException"/> or a
/// <see cref="TimeoutException"/> may be stored or not: repeat it with the same id. A <see cref="UserConflictException"/> says that another
/// activation of the user was faster, and nothing was changed: repeat it.
/// </para>
/// <para>Items are the ids of the catalog of the silo's crowd.</para>
/// </remarks>
[Alias("WeightlessNet.IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>The number of changes of a user whose operation ids are remembered: 16.</summary>
    static int RememberedOperations => 16;

    /// <summary>Learns a rating. It replaces an earlier one of the same item.</summary>
    /// <param name="operation">The operation id; not empty.</param>
    /// <param name="rating">The rating.</param>
    /// <exception cref="ArgumentOutOfRangeException">The item is not in the catalog, or the value is not on the scale.</exception>
    [Alias("Learn")]
    Task<ChangeOutcome> LearnAsync(Guid operation, RatedItem rating);

    /// <summary>Forgets a rating: afterwards it is neither in an answer nor in what is stored of the user.</summary>
    /// <param name="operation">The operation id; not empty.</param>
    /// <param name="item">The item's id, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is negative.</exception>
    [Alias("Forget")]
    Task<ChangeOutcome> ForgetAsync(Guid operation, int item);

    /// <summary>
    /// Forgets all ratings and controls. The user's key, the number of changes and the last operation ids stay stored, so that what is
    /// repeated is not taken for new.
    /// </summary>
    /// <param name="operation">The operation id; not empty.</param>
    [Alias("ForgetAll")]
    Task<ChangeOutcome> ForgetAllAsync(Guid operation);

    /// <summary>Applies a control. A mute that the user has already changes nothing.</summary>
    /// <param name="operation">The operation id; not empty.</param>
    /// <param name="control">The control.</param>
    /// <exception cref="ArgumentNullException"><paramref name="control"/> is null.</exception>
    /// <exception cref="ArgumentException">The control does not fit the catalog.</exception>
    /// <exception cref="InvalidOperationException">The user has too many controls.</exception>
    [Alias("Tune")]
    Task<ChangeOutcome> TuneAsync(Guid operation, TuningControl control);

    /// <summary>Takes a control back; of several equal ones the last, but of an item all. It is in nothing that stays stored.</summary>
    /// <param name="operation">The operation id; not empty.</param>
    /// <param name="control">The control.</param>
    /// <exception cref="ArgumentNullException"><paramref name="control"/> is null.</exception>
    [Alias("Untune")]
    Task<ChangeOutcome> UntuneAsync(Guid operation, TuningControl control);

    /// <summary>Predicts the user's rating of an item.</summary>
    /// <param name="item">The item's id, 0 or more; may be unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is negative.</exception>
    [Alias("Predict")]
    Task<double> PredictAsync(int item);

    /// <summary>
    /// The best items that pass the user's controls, best first, without those that the user has rated. The score is the expected rating.
    /// </summary>
    /// <param name="count">The number of items wanted, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    [Alias("List")]
    Task<IReadOnlyList<ScoredItem>> ListAsync(int count);

    /// <summary>Explains the score of an item.</summary>
    /// <param name="item">The item's id.</param>
    /// <returns>
    /// The score and its parts, which sum to it exactly. The user's id in it is 0, and the id of a control its place in
    /// <see cref="ControlsAsync"/>, counted from 1.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not in the catalog.</exception>
    [Alias("Explain")]
    Task<Explanation> ExplainAsync(int item);

    /// <summary>The explanations of the items of a list, in its order.</summary>
    /// <inheritdoc cref="ListAsync"/>
    /// <returns>The items' ids, scores and parts, as by <see cref="ExplainAsync"/>.</returns>
    [Alias("ExplainList")]
    Task<IReadOnlyList<Explanation>> ExplainListAsync(int count);

    /// <summary>The user's ratings, in the order of the items' ids.</summary>
    [Alias("Ratings")]
    Task<IReadOnlyList<RatedItem>> RatingsAsync();

    /// <summary>The user's controls, in the order in which they were applied.</summary>
    [Alias("Controls")]
    Task<IReadOnlyList<TuningControl>> ControlsAsync();

    /// <summary>
    /// The user's ratings as the snapshot of a <see cref="PersonalRatings"/>, for <see cref="IPortableRecommender.Import"/> or a
    /// <see cref="Recommenders.Hybrid.PersonalModel"/> elsewhere.
    /// </summary>
    [Alias("Export")]
    Task<byte[]> ExportAsync();
}
