using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Serving;

namespace LiveTuning.Audience;

/// <summary>Maps the actions of visitors to calls of the library.</summary>
internal static class JournalExtensions
{
    /// <summary>Appends that a rating is learned or forgotten.</summary>
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

    /// <summary>Replaces all controls in force.</summary>
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
