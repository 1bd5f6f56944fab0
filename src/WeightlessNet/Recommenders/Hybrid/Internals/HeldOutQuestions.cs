using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Ratings held out of what the parts of a hybrid learn, and the central models' answers to them.</summary>
internal sealed class HeldOutQuestions
{
    // More questions do not change the weights, but take memory and time.
    private const int MostAtRandom = 100_000;

    /// <summary>The ratings that the personal networks learn.</summary>
    public required RatingLog Logged { get; init; }

    /// <summary>The ratings that the crowd's statistics count.</summary>
    public required RatingLog Crowd { get; init; }

    /// <summary>Whether the crowd counts the held-out ratings too, so that each must be left out when it is asked.</summary>
    public required bool CrowdKnowsHeld { get; init; }

    /// <summary>The held-out ratings, by user and then by item.</summary>
    public required Rating[] Held { get; init; }

    /// <summary>For each central model, its answer to each held-out rating, in units.</summary>
    public required short[][] CentralAnswers { get; init; }

    /// <summary>Whether the order of time counts.</summary>
    public bool IsStream => Importance is not null;

    /// <summary>How many ratings each held-out rating of a stream stands for; null for others.</summary>
    public double[]? Importance { get; init; }

    /// <summary>Gives the ratings that the audience is learned from.</summary>
    public required Func<RatingLog> Kept { get; init; }

    /// <summary>Questions about single ratings, each of which all other ratings of its user are known of.</summary>
    /// <param name="seed">The seed that decides which ratings are held out of a pretrained model.</param>
    /// <param name="ratings">All ratings.</param>
    /// <param name="central">The central model.</param>
    /// <param name="answers">Its answers, for a pretrained model.</param>
    public static HeldOutQuestions AtRandom(ulong seed, RatingLog ratings, CentralModel central, CentralAnswers answers)
    {
        HeldOutAnswers? known = central.HeldOut;
        bool IsKept(int user, int item) =>
            known is null ? !HeldOutAnswers.IsHeldOut(seed, user, item) : known.IndexOf(user, item) < 0;
        RatingLog kept = ratings.Where(IsKept);
        int count = ratings.RatingCount - kept.RatingCount;
        int part = Math.Max(1, (count + MostAtRandom - 1) / MostAtRandom);
        Rating[] held = new Rating[(count + part - 1) / part];
        int next = 0;
        for (int user = 0; user < ratings.UserCount; user++)
        {
            foreach (RatedItem rated in ratings.OfUser(user))
            {
                if (!IsKept(user, rated.Item) && next++ % part == 0)
                {
                    held[(next - 1) / part] = new Rating(user, rated.Item, rated.Value, rated.Timestamp);
                }
            }
        }

        return new HeldOutQuestions
        {
            Logged = kept,
            Crowd = kept,
            CrowdKnowsHeld = false,
            Held = held,
            CentralAnswers = known is null
                ? AnswersOf(answers, held, kept)
                :
                [
                    .. known.Answers.Select(
                        model => Array.ConvertAll(held, rating => model[known.IndexOf(rating.User, rating.Item)])),
                ],
            Kept = () => kept,
        };
    }

    // As the application asks: with the user's other ratings folded in, unless the model knew the user before.
    private static short[][] AnswersOf(CentralAnswers central, Rating[] held, RatingLog kept)
    {
        short[][] answers = [.. Enumerable.Range(0, central.ModelCount).Select(_ => new short[held.Length])];
        UserBase prepared = new(central.ModelCount, central.StateLength);
        for (int i = 0; i < held.Length; i++)
        {
            int user = held[i].User;
            if (i == 0 || held[i - 1].User != user)
            {
                prepared.Clear();
                prepared.User = user;
                Array.Fill(prepared.Shares, 1);
                central.Prepare(prepared, kept.OfUser(user));
            }

            for (int model = 0; model < answers.Length; model++)
            {
                answers[model][i] = (short)central.Of(model, user, prepared.State, held[i].Item);
            }
        }

        return answers;
    }
}
