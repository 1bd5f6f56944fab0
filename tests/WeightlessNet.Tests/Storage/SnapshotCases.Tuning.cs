using System.Globalization;
using System.Text;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Tests.Storage;

public static partial class SnapshotCases
{
    private const int TunedUsers = 4;

    private static IEnumerable<SnapshotCase> Tunables =>
    [
        SnapshotCase.Of(
            random =>
            {
                ItemCatalog catalog = Catalog(random);
                WeightlessRecommender inner = Learned(new WeightlessRecommender(catalog, RatingScale.HalfStars, Options(random)), random);
                TunableRecommender tunable = Tuned(inner, random);
                if (random.Whole(0, 1) == 0)
                {
                    // An item that the catalog of the controls lacks.
                    inner.AddItem(catalog.PatternOf(0));
                }

                return tunable;
            },
            ObserveAndTune),
        SnapshotCase.Of(
            random => Tuned(Hybrid(random), random), ObserveAndTune, $"{nameof(TunableRecommender)}-{nameof(HybridRecommender)}"),
        SnapshotCase.Of(
            random => Tuned(Trained(Ranking(random), random), random),
            ObserveAndTune,
            $"{nameof(TunableRecommender)}-{nameof(WeightlessRankingRecommender)}"),
    ];

    // Controls have come and gone, and the catalog has other fields than that of the inner recommender.
    private static TunableRecommender Tuned(ICounterfactualRecommender inner, RandomValues random)
    {
        int[] items = [.. Enumerable.Range(0, 9)];
        ItemCatalog catalog = ItemCatalog.Create(
            new FeatureSchemaBuilder<int>()
                .OneHot("kind", item => $"k{item % 3}")
                .LinearThermometer("length", item => item == 0 ? double.NaN : item, 0, 9, 4)
                .Fit(items),
            items);
        TunableRecommender tunable = new(inner, catalog);
        for (int left = random.Whole(0, 15); left > 0; left--)
        {
            int user = random.Whole(0, TunedUsers - 1);
            switch (random.Whole(0, 9))
            {
                case 0:
                    tunable.Undo(user);
                    break;
                case 1:
                    tunable.Remove(user, random.Whole(1, 3));
                    break;
                case 2 when random.Whole(0, 2) == 0:
                    tunable.ForgetUser(user);
                    break;
                case 3 or 4 when tunable.Get<IRecencyRecommender>() is not null:
                    tunable.SetRecency(user, (UserRecency)random.Whole(0, 1));
                    tunable.Apply(user, TuningControl.WeighRecent());
                    tunable.SetRecency(user, (UserRecency)random.Whole(0, 1));
                    break;
                default:
                    tunable.Apply(user, Control(random));
                    break;
            }
        }

        return tunable;
    }

    private static TuningControl Control(RandomValues random) => random.Whole(0, 5) switch
    {
        0 => TuningControl.Mute("kind", $"k{random.Whole(0, 2)}"),
        1 => TuningControl.Boost(
            random.Whole(-4, 4) * 0.3, TuningCondition.Has("kind", $"k{random.Whole(0, 2)}"), TuningCondition.HasNot("length", "known")),
        2 => TuningControl.Boost("kind", $"k{random.Whole(0, 2)}", random.Whole(-4, 4) * 0.3),
        3 => TuningControl.BoostByLevel("length", random.Whole(-4, 4) * 0.1),
        4 => TuningControl.Pin(random.Whole(0, 8)),
        _ => TuningControl.Ban(random.Whole(0, 8)),
    };

    // All answers, then again after the last control of each user and one by its id are removed, and another is applied. This changes the
    // recommender.
    private static string ObserveAndTune(TunableRecommender tunable)
    {
        StringBuilder seen = new();
        seen.AppendJoin(' ', tunable.TunedUsers).Append(CultureInfo.InvariantCulture, $" {tunable.UserIdBound}");
        seen.AppendJoin(' ', tunable.Fields.Select(field => $"{field.Name} {field.IsOrdered} {string.Join(' ', field.Values)}"));
        ObserveUsers();
        for (int user = 0; user < TunedUsers; user++)
        {
            seen.Append(CultureInfo.InvariantCulture, $" {tunable.Undo(user)?.Kind} {tunable.Remove(user, 2)}");
            seen.Append(CultureInfo.InvariantCulture, $" {tunable.Apply(user, TuningControl.Pin(user))}");
            tunable.Learn(new Rating(user, user, 4, user));
        }

        ObserveUsers();
        return seen.ToString();

        void ObserveUsers()
        {
            bool hasRecency = tunable.Get<IRecencyRecommender>() is not null;
            ScoredItem[] list = new ScoredItem[tunable.ItemCount];
            for (int user = 0; user <= TunedUsers; user++)
            {
                seen.Append(hasRecency ? tunable.RecencyOf(user) : "").AppendJoin(' ', list.Take(tunable.Recommend(user, list)));
                seen.AppendJoin(' ', tunable.ControlsOf(user).Select(
                    applied => $"{applied.Id} {Convert.ToHexString(TuningControls.Write([applied.Control]))}"));
                for (int item = 0; item < tunable.ItemCount; item++)
                {
                    Explanation why = tunable.Explain(user, item);
                    seen.Append(CultureInfo.InvariantCulture, $" {Exact(tunable.Predict(user, item))} {Exact(why.Score)}");
                    seen.AppendJoin(' ', why.ByControl.Select(part => $"{part.Id} {Exact(part.Amount)}"));
                    seen.AppendJoin(' ', why.ByRating.Select(part => $"{part.Item} {Exact(part.Amount)}"));
                    seen.AppendJoin(' ', tunable.WhatWouldChange(user, item, 3).Select(
                        change => $"{change.Control?.Id} {change.Now} {change.Then}"));
                }
            }
        }
    }
}
