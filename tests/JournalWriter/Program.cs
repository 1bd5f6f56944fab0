using System.Globalization;
using JournalWriter;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Storage;

// Holds the folder of a recommender open until the standard input ends.
if (args is [string folder])
{
    await using var held = await Recommender<string, string>.OpenAsync(folder, schema => schema.Key(item => item), ["item"]);
    await held.LearnAsync("user", "item", 4);
    Console.WriteLine("open");
    _ = await Console.In.ReadToEndAsync();
    return;
}

// Opens a personal model, uses it once, prints its answers and saves what is held of the user.
if (args is [string crowdPath, string ratingsPath])
{
    var crowd = Snapshot.Load<CrowdModel>(crowdPath);
    PersonalModel model = new(crowd, Snapshot.Load<PersonalRatings>(ratingsPath));
    Console.Write(PersonalSession.Run(model, crowd.ItemCount));
    Snapshot.Save(model.Export(), ratingsPath);
    return;
}

// Does operation after operation until it is killed, and acknowledges each on the standard output.
string journalPath = args[0];
string snapshotPath = args[1];
int operation = int.Parse(args[2], CultureInfo.InvariantCulture);

BiasRecommender recommender = JournalOperations.NewRecommender();
using var journal = RatingJournal.Open(journalPath, JournalOperations.Items, RatingScale.HalfStars);
journal.Replay(recommender);
while (true)
{
    JournalOperations.Do(operation, journal, recommender);
    Console.WriteLine(operation.ToString(CultureInfo.InvariantCulture));
    operation++;
    if (operation % JournalOperations.SnapshotInterval == 0)
    {
        Snapshot.Save(recommender, snapshotPath);
    }

    if (operation % JournalOperations.CompactionInterval == 0)
    {
        journal.Compact();
    }
}
