using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Serving;

namespace LiveTuning.Audience;

/// <summary>What visitors do, in the library's words.</summary>
internal static class JournalExtensions
{
    /// <summary>Writes down that a rating is learned or forgotten.</summary>
    public static void Append(this RatingJournal journal, int user, RatingChange change)
    {
        if (change.Value is float value)
        {
            journal.AppendLearn(new Rating(user, change.Film, value, change.Time));
        }
        else
        {
            journal.AppendForget(user, change.Film);
        }
    }

    /// <summary>Puts controls in force in the place of all that are.</summary>
    public static void SetControls(this TunableRecommender recommender, int user, IReadOnlyList<TuningControl> controls)
    {
        foreach (AppliedControl applied in recommender.ControlsOf(user))
        {
            recommender.Remove(user, applied.Id);
        }

        foreach (TuningControl control in controls)
        {
            recommender.Apply(user, control);
        }
    }
}
