using System.Net.Sockets;
using ShopSample;
using WeightlessNet.Samples;

if (WebOptions.AskForHelp(args))
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

if (CommandLine.ErrorIn(args) is { } error)
{
    ErrorOutput.WriteLine($"{error} --help lists all options.");
    return 2;
}

try
{
    await using WebApplication shop = ShopApp.Create(args);
    await shop.RunAsync();
    return 0;
}
catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException or SocketException)
{
    ErrorOutput.WriteLine($"The shop cannot start: {failure.Message}");
    return 1;
}
