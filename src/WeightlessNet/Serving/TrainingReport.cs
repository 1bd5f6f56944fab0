using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Serving;

/// <summary>What a training of a <see cref="Recommender{TUser, TItem}"/> did.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class TrainingReport
{
    internal TrainingReport()
    {
    }

    /// <summary>When the training ended.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The number of ratings that it learned from.</summary>
    public required int RatingCount { get; init; }

    /// <summary>The number of users with ratings.</summary>
    public required int UserCount { get; init; }

    /// <summary>The number of items.</summary>
    public required int ItemCount { get; init; }

    /// <summary>
    /// How much each part of a predicted rating counts, with the error on held-out ratings; empty if there were too few ratings to learn
    /// it.
    /// </summary>
    public required IReadOnlyList<CalibratedGroup> RatingParts { get; init; }

    /// <summary>
    /// How much each part of a list's scores counts; empty if there were too few ratings to learn it. Parts of the users' fields, such as
    /// "age x item's genre", come last, with the NDCG@10 of users as newcomers.
    /// </summary>
    public required IReadOnlyList<CalibratedGroup> ListParts { get; init; }

    /// <summary>
    /// After what time a like, or a total of events, counts half in each central model of lists in which likes age, by the model's name:
    /// set in the options, or learned. Learned is what ranks the users' latest likes best; a model is not here if no half-life clearly
    /// helps it.
    /// </summary>
    public required IReadOnlyDictionary<string, TimeSpan> HalfLives { get; init; }

    /// <summary>
    /// The fields some of whose words have no bit, because they have more different words than are allowed, and how many.
    /// </summary>
    public required IReadOnlyDictionary<string, int> DroppedWords { get; init; }

    /// <summary>
    /// The items' fields with which the users' fields are not combined: each user's field is looked at together with the first four fields
    /// of items that have at most 64 bits, in the order of the schema. Add first what users of different kinds like differently. Empty
    /// without fields of users.
    /// </summary>
    public required IReadOnlyList<string> LeftOutFields { get; init; }

    /// <summary>
    /// The users' controls that do not apply now, because their field has gone from the schema, or does not have as many levels. They are
    /// kept. A value that has gone from the catalog does not matter: its controls stay in force.
    /// </summary>
    public required int UnfitControls { get; init; }

    /// <summary>
    /// Whether what was trained before could not be used, because the fields of items or users had changed: see
    /// <see cref="RecommenderHealth.HasLostTraining"/>.
    /// </summary>
    public required bool FollowsLostTraining { get; init; }

    /// <summary>All of it, in lines for a person to read. The first tells what it learned from.</summary>
    public override string ToString()
    {
        List<string> lines =
        [
            FormattableString.Invariant(
                $"Trained on {RatingCount} ratings of {UserCount} users and {ItemCount} items in {Duration.TotalSeconds:0.0} s."),
        ];
        lines.AddRange(RatingParts.Select(static part => $"Ratings, {part}"));
        lines.AddRange(ListParts.Select(static part => $"Lists, {part}"));
        lines.AddRange(HalfLives.Select(
            static one => FormattableString.Invariant($"Likes count half after {one.Value.TotalDays:0.###} days in {one.Key}.")));
        lines.AddRange(DroppedWords.Select(
            static field => FormattableString.Invariant($"{field.Value} words of {field.Key} have no bit.")));
        if (LeftOutFields.Count > 0)
        {
            lines.Add($"Not combined with the users' fields: {string.Join(", ", LeftOutFields)}.");
        }

        if (UnfitControls > 0)
        {
            lines.Add(FormattableString.Invariant(
                $"{UnfitControls} controls do not apply, because their field has gone or has fewer levels."));
        }

        if (FollowsLostTraining)
        {
            lines.Add("The fields had changed, so the training before could not be used.");
        }

        return string.Join('\n', lines);
    }
}
