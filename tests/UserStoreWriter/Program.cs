using System.Globalization;
using UserStoreWriter;
using WeightlessNet.Orleans.Storage;

// UserStoreWriter measure KIND PLACE WRITERS: measures writes, see StoreMeasurement.
// UserStoreWriter active USERS RATINGS: measures the memory of users, see ActiveUsers.
// UserStoreWriter KIND PLACE [early]: writes users until it is killed, and prints a line for each write that is acknowledged. With
// "early" it prints the line before it writes, which a test must catch.
if (args is ["measure", var kind, var place, var writers])
{
    await StoreMeasurement.RunAsync(kind, place, int.Parse(writers, CultureInfo.InvariantCulture));
    return;
}

if (args is ["active", var users, var ratings])
{
    await ActiveUsers.RunAsync(int.Parse(users, CultureInfo.InvariantCulture), int.Parse(ratings, CultureInfo.InvariantCulture));
    return;
}

IUserStore store = await StoreAddress.OpenAsync(args[0], args[1]);
bool isEarly = args is [_, _, "early"];
await Task.WhenAll(Enumerable.Range(0, WrittenUsers.Count).Select(user => Task.Run(() => WriteAsync(user))));

async Task WriteAsync(int user)
{
    StoredUser known = await store.LoadAsync(WrittenUsers.Key(user));
    for (long version = known.Version + 1; ; version++)
    {
        if (isEarly)
        {
            Acknowledge(user, version);
        }

        UserWriteResult result = await store.WriteAsync(WrittenUsers.Key(user), version - 1, WrittenUsers.Write(user, version));
        if (!result.IsStored)
        {
            Console.WriteLine($"conflict {user} {version}");
            return;
        }

        if (!isEarly)
        {
            Acknowledge(user, version);
        }
    }
}

static void Acknowledge(int user, long version) => Console.WriteLine($"{user} {version}");
