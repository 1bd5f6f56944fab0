using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;
using WeightlessNet.Storage;

namespace WeightlessNet.Scenarios.Traits;

/// <summary>The application brings the ratings of a journal and of a model that were written by version 0.1.</summary>
internal sealed class OldFilesTrait : ITrait
{
    private const int JournalItems = 60;

    // Users of the old files come after those of the history.
    private const int FirstUser = History.Users;
    private const int FirstModelUser = 100;
    private const long LastSecond = 253_402_300_799;

    public async Task BeginAsync(Scenario scenario)
    {
        // The journal has items that the catalog does not have yet.
        for (int item = Film.FirstCount; item < JournalItems; item++)
        {
            await scenario.DoAsync(new Step(StepKind.Add, Film: FilmOf(item)));
        }

        List<Step> steps = [.. OfJournal(Path.Combine(scenario.Folder, "ratings.log")), .. OfModel()];
        Assert.True(steps.Count > 20);
        Assert.Equal(
            steps.Count,
            await scenario.Door.LearnAsync(steps.Select(step => (step.User, Film.Of(step.Film), step.Rating, step.Time))));
        steps.ForEach(step => scenario.Did(step));
        scenario.Agree();
    }

    private static List<Step> OfJournal(string path)
    {
        File.Copy(Old("RatingJournal.v1.bin"), path);
        return
        [
            .. RecommenderFiles.ReadJournal(path)
                .Select(rating => StepOf(rating.User + FirstUser, rating.Item, rating.Value, rating.Timestamp)),
        ];
    }

    private static List<Step> OfModel()
    {
        HybridRecommender old = Snapshot.Load<HybridRecommender>(Old("HybridRecommender.v1.bin"));
        List<Step> steps = [];
        for (int user = 0; user < old.UserIdBound; user++)
        {
            foreach (RatedItem rated in old.Export(user).Ratings)
            {
                steps.Add(StepOf(user + FirstModelUser, rated.Item, rated.Value, rated.Timestamp));
            }
        }

        return steps;
    }

    // A timestamp that is no time is unknown.
    private static Step StepOf(int user, int item, float value, long time) => new(
        StepKind.Learn, user, FilmOf(item), Rating: value, Time: time is >= 0 and < LastSecond ? time : 0);

    private static int FilmOf(int item) => item < Film.FirstCount ? item : Film.FirstAdded + 200 + item;

    private static string Old(string name) => Path.Combine(AppContext.BaseDirectory, "Old", name);
}
