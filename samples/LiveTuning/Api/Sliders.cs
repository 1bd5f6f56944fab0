using LiveTuning.Films;
using WeightlessNet.Recommenders;

namespace LiveTuning.Api;

/// <summary>What the page's sliders mean as controls.</summary>
internal static class Sliders
{
    /// <summary>The sliders: one for newness, one for popularity, one for each genre.</summary>
    public static IReadOnlyList<ChoiceAnswer> ChoicesOf(TunableRecommender recommender) =>
    [
        new ChoiceAnswer(FilmCatalogue.Year, null, "Newer films"),
        new ChoiceAnswer(FilmCatalogue.Popularity, null, "Popular films"),
        .. FieldOf(recommender, FilmCatalogue.Genre)!.Values
            .Order(StringComparer.Ordinal).Select(genre => new ChoiceAnswer(FilmCatalogue.Genre, genre, genre)),
    ];

    /// <summary>The control that a request asks for; null where its slider is set to the middle.</summary>
    public static TuningControl? ControlOf(ControlRequest request, TunableRecommender recommender)
    {
        string field = request.Field!;
        if (request.Value is not { } value)
        {
            // The amount is that of a film at the highest level, against one at the lowest. To hide is for values.
            double amount = request.Kind == "mute" ? -2.25 : request.Amount;
            return amount == 0 ? null : TuningControl.BoostByLevel(field, amount / LevelsOf(recommender, field));
        }

        return request.Kind == "mute" ? TuningControl.Mute(field, value)
            : request.Amount == 0 ? null
            : TuningControl.Boost(field, value, request.Amount);
    }

    /// <summary>Where a slider stands because of a control; null where the control is not a slider's.</summary>
    public static SliderAnswer? StandOf(TuningControl control, TunableRecommender recommender) => control switch
    {
        { Kind: TuningKind.BoostByLevel, Field: { } field } =>
            new SliderAnswer(field, null, Math.Round(control.Amount * LevelsOf(recommender, field) * 4) / 4),
        { Kind: TuningKind.Boost, Conditions: [{ IsNegated: false } only] } => new SliderAnswer(only.Field, only.Value, control.Amount),
        { Kind: TuningKind.Mute, Conditions: [{ IsNegated: false } only] } => new SliderAnswer(only.Field, only.Value, null),
        _ => null,
    };

    private static int LevelsOf(TunableRecommender recommender, string field) =>
        Math.Max(1, FieldOf(recommender, field)?.Values.Count ?? 1);

    private static TunableField? FieldOf(TunableRecommender recommender, string name) =>
        recommender.Fields.FirstOrDefault(field => field.Name == name);
}
